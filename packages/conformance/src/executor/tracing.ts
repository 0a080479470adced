import { channel } from 'node:diagnostics_channel';
import { EventLoopExecutor, type Future } from '@heddle/futures';
import { expect, onTestFinished } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { HeardTasks } from './hear-tasks.ts';
import { double, doubleInside, passGate, throwRangeError } from '../tasks/basic.ts';
import { countEventsInside, find, findInside, makeSpan, mapInside, span } from '../tasks/context.ts';
import { note, takeNotes } from '../tasks/life.ts';

/** What a tracer or a monitor builds on: who submitted whom, what a bound store reaches, and that those who listen harm nobody. */
export function describeTracing({ make, gate, check, checkOnWorkers }: ExecutorSubject): void {
  /** For each task: its name, and the names of those above it. */
  const lineages = (heard: HeardTasks): string[] => {
    const byId = new Map(heard.stories.map(({ submitted }) => [submitted.id, submitted]));
    return heard.stories.map(({ submitted }) => {
      const names: string[] = [];
      for (let each = byId.get(submitted.id); each !== undefined; each = byId.get(each.parent ?? NaN)) {
        names.unshift(each.name);
      }
      return names.join('>');
    });
  };

  check('the parent of a task is the task that submitted it', async () => {
    const heard = new HeardTasks();
    const executor = make();
    await executor.submit(doubleInside, 'await', 3, 1);
    expect(lineages(heard)).toEqual([
      'doubleInside',
      'doubleInside>doubleInside',
      'doubleInside>doubleInside>doubleInside',
      'doubleInside>doubleInside>doubleInside>doubleLater',
    ]);
    heard.expectSound();
  });

  checkOnWorkers('what a task submits is told of where the pool is, and nowhere else', async () => {
    const heard = new HeardTasks();
    expect(await make().submit(countEventsInside)).toBe(0);
    expect(lineages(heard)).toEqual(['countEventsInside', 'countEventsInside>find']);
  });

  check('so it is of the chunks of a map that a task makes, the later ones too', async () => {
    const heard = new HeardTasks();
    const executor = make();
    await executor.submit(mapInside, 5);
    const [map, ...chunks] = lineages(heard);
    expect(map).toBe('mapInside');
    expect(chunks.length).toBeGreaterThan(2);
    expect(new Set(chunks)).toEqual(new Set(['mapInside>findFor']));
    await executor.submit(double, 1);
    expect(lineages(heard).at(-1)).toBe('double');
    heard.expectSound();
  });

  check('so it is of a task that another executor runs', async () => {
    const heard = new HeardTasks();
    await using outer = new EventLoopExecutor();
    const executor = make();
    await outer.submit(async function outside() {
      await Promise.resolve();
      return executor.map(double, [1, 2], { bufferSize: 1 }).toArray();
    });
    await executor.submit(double, 3);
    expect(lineages(heard)).toEqual(['outside', 'outside>double', 'outside>double', 'double']);
    heard.expectSound();
  });

  check(
    'a store that a tracer binds to the channel is the context of the task, and of those that it submits',
    async () => {
      const tasks = channel('heddle:task');
      tasks.bindStore(span, (message) => {
        const { name } = message as { name: string };
        return makeSpan(`${span.getStore()?.trace ?? ''}/${name}`);
      });
      onTestFinished(() => {
        tasks.unbindStore(span);
      });
      const executor = make();
      expect(await executor.submit(find)).toMatchObject({ trace: '/find' });
      const request = makeSpan('request');
      const [found] = await span.run(request, () => executor.submit(findInside, 3));
      expect(found.trace).toBe('request/findInside/findInside/findInside/find');
      const results = span.run(request, () =>
        executor.with({ name: 'map' }).map(find, [[], []] as never[], { bufferSize: 1 }),
      );
      expect((await results.toArray()).map(({ trace }) => trace)).toEqual(['request/map', 'request/map']);
      expect(span.getStore()).toBeUndefined();
    },
  );

  check('settled comes before the callbacks of the future, and its future is done then', async () => {
    const order: string[] = [];
    const executor = make();
    let future: Future<number> | undefined;
    const heard = new HeardTasks(({ event }) => order.push(`${event} ${future?.state ?? 'not there yet'}`));
    future = executor.submit(double, 21);
    future.addDoneCallback(() => order.push('callback'));
    await future;
    expect(order).toEqual(['submitted not there yet', 'started running', 'settled finished', 'callback']);
    heard.expectSound();
  });

  check('who comes late hears the end of what it did not hear begin', async () => {
    const executor = make();
    const doors = await gate();
    const future = executor.submit(passGate, doors.port, 'a');
    await doors.visitor();
    const heard = new HeardTasks();
    doors.open();
    await future;
    expect(heard.events).toMatchObject([
      { event: 'settled', status: 'fulfilled', name: 'passGate', parent: undefined },
    ]);
  });

  check('who hears that a task starts may abort it: it never runs', async () => {
    const executor = make();
    let future: Future<void> | undefined;
    await executor.submit(takeNotes);
    const heard = new HeardTasks(({ event, name }) => {
      if (event === 'started' && name === 'note') {
        future?.abort(new Error('not now'));
      }
    });
    future = executor.submit(note);
    expect(await failureOf(future)).toMatchObject({ ...executorErrors.cancelled, cause: { message: 'not now' } });
    expect(await executor.submit(takeNotes)).toEqual([]);
    expect(heard.stories.map(({ lines }) => lines.at(-1))).toEqual(['cancelled', 'fulfilled']);
    heard.expectSound();
  });

  check('a subscriber that throws harms no task, and is reported as an uncaught exception', async () => {
    const heard = new HeardTasks(({ event }) => {
      throw new RangeError(`no ${event}`);
    });
    const uncaught = catchUncaught();
    const executor = make();
    expect(await executor.submit(double, 21)).toBe(42);
    expect(await executor.submit(throwRangeError, 'no').exception()).toBeInstanceOf(RangeError);
    heard.expectSound();
    await new Promise(setImmediate);
    expect(uncaught.map(String)).toEqual(heard.events.map(({ event }) => `RangeError: no ${event}`));
  });

  check('of many tasks that end in every way, each has one beginning and one end', async () => {
    const heard = new HeardTasks();
    const executor = make({ maxWorkers: 3 });
    const futures = Array.from({ length: 120 }, (_, n) => {
      const view = executor.with({ priority: n % 3, retries: n % 2, backoff: 0 });
      const future = n % 5 === 0 ? view.submit(throwRangeError, 'no') : view.submit(double, n);
      if (n % 7 === 0) {
        future.abort();
      }
      return future;
    });
    await Promise.allSettled(futures);
    expect(heard.stories).toHaveLength(120);
    const ends = heard.stories.map(({ settled }) => (settled?.status === 'cancelled' ? 'cancelled' : 'finished'));
    expect(ends).toEqual(futures.map(({ state }) => state));
    heard.expectSound();
  });
}

/** What goes uncaught until the test ends; it would fail the run. */
function catchUncaught(): unknown[] {
  const caught: unknown[] = [];
  const others = process.listeners('uncaughtException');
  const hear = (error: unknown): void => {
    caught.push(error);
  };
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', hear);
  onTestFinished(() => {
    process.off('uncaughtException', hear);
    for (const other of others) {
      process.on('uncaughtException', other);
    }
  });
  return caught;
}
