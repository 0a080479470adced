import { describe } from 'vitest';
import { describeAbort } from './describe-executor-abort.ts';
import { describeCancel } from './describe-executor-cancel.ts';
import { describeContext } from './describe-executor-context.ts';
import { describeCrashes } from './describe-executor-crashes.ts';
import { describeDependencies } from './describe-executor-dependencies.ts';
import { describeEvents } from './describe-executor-events.ts';
import { describeFutures } from './describe-executor-futures.ts';
import { describeLiveness } from './describe-executor-liveness.ts';
import { describeMap } from './describe-executor-map.ts';
import { describeNested } from './describe-executor-nested.ts';
import { describeSchedules } from './describe-executor-schedules.ts';
import { describeShutdown } from './describe-executor-shutdown.ts';
import { type DescribeExecutorOptions, type MakeExecutor, makeExecutorSubject } from './describe-executor-subject.ts';
import { describeSubmit } from './describe-executor-submit.ts';
import { describeThrown } from './describe-executor-thrown.ts';
import { describeViews } from './describe-executor-views.ts';
import { describeWorkers } from './describe-executor-workers.ts';

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
    group('map', () => describeMap(subject));
    group('views', () => describeViews(subject));
    group('context', () => describeContext(subject));
    group('events', () => describeEvents(subject));
    group('thrown', () => describeThrown(subject));
    group('crashes', () => describeCrashes(subject));
    group('workers', () => describeWorkers(subject));
    group('shutdown', () => describeShutdown(subject));
    group('liveness', () => describeLiveness(subject));
    group('schedules', () => describeSchedules(subject));
    close(name);
  });
}
