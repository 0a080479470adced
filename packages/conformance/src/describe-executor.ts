import { describe } from 'vitest';
import { describeAbort } from './executor/abort.ts';
import { describeAhead } from './executor/ahead.ts';
import { describeCancel } from './executor/cancel.ts';
import { describeCircles } from './executor/circles.ts';
import { describeContext } from './executor/context.ts';
import { describeCrashes } from './executor/crashes.ts';
import { describeDependencies } from './executor/dependencies.ts';
import { describeEvents } from './executor/events.ts';
import { describeFutures } from './executor/futures.ts';
import { describeLiveness } from './executor/liveness.ts';
import { describeMap } from './executor/map.ts';
import { describeMapEnds } from './executor/map-ends.ts';
import { describeMapSource } from './executor/map-source.ts';
import { describeNested } from './executor/nested.ts';
import { describeOptions } from './executor/options.ts';
import { describeQueues } from './executor/queues.ts';
import { describeSchedules } from './executor/schedules.ts';
import { describeShutdown } from './executor/shutdown.ts';
import { describeSignals } from './executor/signals.ts';
import { type DescribeExecutorOptions, type MakeExecutor, makeExecutorSubject } from './executor/subject.ts';
import { describeSubmit } from './executor/submit.ts';
import { describeThrown } from './executor/thrown.ts';
import { describeViews } from './executor/views.ts';
import { describeWorkers } from './executor/workers.ts';

/**
 * States, as tests, what every executor does, wherever it runs its tasks. What is skipped is printed, with its reason.
 *
 * @param make - makes a new executor; it is shut down with the test
 * @param options.skips - for the title of a test or of a group, why it does not hold
 * @example
 * describeExecutor((options) => new ThreadPoolExecutor(options), { name: 'ThreadPoolExecutor', workers: 'threads' });
 */
export function describeExecutor(make: MakeExecutor, options: DescribeExecutorOptions = {}): void {
  const subject = makeExecutorSubject(make, options);
  const { group, close, name } = subject;
  describe(name, () => {
    group('submit', () => describeSubmit(subject));
    group('futures', () => describeFutures(subject));
    group('cancel', () => describeCancel(subject));
    group('abort', () => describeAbort(subject));
    group('dependencies', () => describeDependencies(subject));
    group('nested', () => describeNested(subject));
    group('circles', () => describeCircles(subject));
    group('map', () => describeMap(subject));
    group('the end of a map', () => describeMapEnds(subject));
    group('the source of a map', () => describeMapSource(subject));
    group('views', () => describeViews(subject));
    group('options', () => describeOptions(subject));
    group('context', () => describeContext(subject));
    group('events', () => describeEvents(subject));
    group('thrown', () => describeThrown(subject));
    group('crashes', () => describeCrashes(subject));
    group('queues', () => describeQueues(subject));
    group('workers', () => describeWorkers(subject));
    group('ahead', () => describeAhead(subject));
    group('shutdown', () => describeShutdown(subject));
    group('liveness', () => describeLiveness(subject));
    group('signals', () => describeSignals(subject));
    group('schedules', () => describeSchedules(subject));
    close(name);
  });
}
