// Longer than most: whatever may happen to a call that was sent to a worker before its turn.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channel } from 'node:diagnostics_channel';
import { type Executor, Future, type TaskEvent, wait } from '@heddle/futures';
import { Queue } from '@heddle/queue';
import { expect, onTestFinished } from 'vitest';
import { HeardTasks } from './hear-tasks.ts';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import {
  blockAtGate,
  noteAndExit,
  noteIn,
  noteInside,
  noteItem,
  passGateAfterOther,
  putAndGoOn,
} from '../tasks/ahead.ts';
import { describeTask, double, doubleLater, echo, passGate, throwRangeError, throwValue } from '../tasks/basic.ts';

/** Tasks that are over at once: after them, calls are sent to a worker before it asks. */
async function warmUp(executor: Executor): Promise<void> {
  const numbers = upTo(600);
  const doubled = await Promise.all(numbers.map((n) => executor.submit(double, n)));
  expect(doubled).toEqual(numbers.map((n) => 2 * n));
}

/** Which tasks ran, in the order in which they began: each notes its number in a file. */
class Notes {
  readonly path: string;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    this.path = join(folder, 'notes');
    writeFileSync(this.path, '');
  }

  get all(): number[] {
    return readFileSync(this.path, 'utf8').split('\n').slice(0, -1).map(Number);
  }

  get sorted(): number[] {
    return this.all.toSorted((a, b) => a - b);
  }
}

/** Calls that travel before it is their turn: what holds of them all the same. */
export function describeAhead(subject: ExecutorSubject): void {
  const { make, share, gate, workers, group, check, checkOnWorkers } = subject;
  const alone = share();
  const pair = share({ maxWorkers: 2 });

  group('a task that takes its time', () => {
    const ways = {
      'stands at the gate': passGate,
      'waits for another, and stands at the gate': passGateAfterOther,
      'blocks its thread': blockAtGate,
    };
    for (const how of [
      'stands at the gate',
      'waits for another, and stands at the gate',
      'blocks its thread',
    ] as const) {
      const checkIt = how === 'blocks its thread' ? checkOnWorkers : check;
      const begin = (executor: Executor, port: number): Future<string> =>
        executor.submit<[number, string], string | Promise<string>>(ways[how], port, how);

      checkIt(`and ${how} holds up none of those before and behind it, while another worker is there`, async () => {
        const executor = pair();
        await warmUp(executor);
        const [doors, notes] = [await gate(), new Notes()];
        const before = upTo(100).map((n) => executor.submit(noteIn, notes.path, n));
        const slow = begin(executor, doors.port);
        const behind = upTo(300).map((n) => executor.submit(noteIn, notes.path, 100 + n));
        expect(await Promise.all([...before, ...behind])).toEqual(upTo(400));
        expect((await doors.visitor()).text).toBe(how);
        expect(slow.state).toBe('running');
        expect(notes.sorted).toEqual(upTo(400));
        doors.open();
        expect(await slow).toBe(how);
        expect(notes.all).toHaveLength(400);
      });

      checkIt(`and ${how} holds up none of a map's items, while another worker is there`, async () => {
        const executor = pair();
        await warmUp(executor);
        const [doors, notes] = [await gate(), new Notes()];
        const items = upTo(200).map((n) => ({ path: notes.path, n }));
        const before = executor.map(noteItem, items.slice(0, 50), { chunkSize: 5 }).toArray();
        const slow = begin(executor, doors.port);
        const behind = [
          executor.map(noteItem, items.slice(50, 125)).toArray(),
          executor.map(noteItem, items.slice(125), { chunkSize: 10 }).toArray(),
        ];
        expect((await Promise.all([before, ...behind])).flat()).toEqual(upTo(200));
        expect((await doors.visitor()).text).toBe(how);
        expect([slow.done(), notes.sorted]).toEqual([false, upTo(200)]);
        doors.open();
        expect(await slow).toBe(how);
        expect(notes.all).toHaveLength(200);
      });
    }

    check(
      'and stands at the gate has its worker begin nothing that another has run instead, whatever comes later',
      async () => {
        const executor = pair();
        await warmUp(executor);
        const [doors, notes] = [await gate(), new Notes()];
        const slow = executor.submit(passGate, doors.port, 'stands');
        const first = upTo(300).map((n) => executor.submit(noteIn, notes.path, n));
        await Promise.all(first);
        const visitor = await doors.visitor();
        const later = upTo(300).map((n) => executor.submit(noteIn, notes.path, 300 + n));
        await new Promise(setImmediate); // they are sent
        visitor.letIn();
        expect(await Promise.all([slow, ...later])).toEqual(['stands', ...upTo(300).map((n) => 300 + n)]);
        await executor.submit(double, 1);
        expect(notes.sorted).toEqual(upTo(600));
      },
    );

    checkOnWorkers('and blocks its thread holds up nothing that another worker had to give back', async () => {
      const executor = pair();
      await warmUp(executor);
      const [doors, notes] = [await gate(), new Notes()];
      const slow = executor.submit(blockAtGate, doors.port, 'stays');
      const first = upTo(200).map((n) => executor.submit(noteIn, notes.path, n));
      await Promise.all(first);
      await doors.visitor();
      const other = executor.submit(blockAtGate, doors.port, 'goes on');
      const behind = upTo(200).map((n) => executor.submit(noteIn, notes.path, 200 + n));
      const visitor = await doors.visitor();
      expect(await failureOf(new Future().result({ timeout: 60 }))).toMatchObject(executorErrors.timeout); // a scene: longer than calls are lent
      visitor.letIn();
      expect(await Promise.all([other, ...behind])).toEqual(['goes on', ...upTo(200).map((n) => 200 + n)]);
      expect([slow.done(), notes.sorted]).toEqual([false, upTo(400)]);
      doors.open();
      expect(await slow).toBe('stays');
    });

    checkOnWorkers('and blocks the thread of the pool has nothing run twice that ended meanwhile', async () => {
      const executor = pair();
      await warmUp(executor);
      for (let round = 0; round < 8; round += 1) {
        const notes = new Notes();
        const futures = upTo(300).map((n) => executor.submit(noteIn, notes.path, n));
        await new Promise(setImmediate); // they are sent
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40); // a scene: longer than calls are lent
        expect(await Promise.all(futures)).toEqual(upTo(300));
        expect(notes.sorted).toEqual(upTo(300));
      }
    });

    checkOnWorkers('and blocks its thread holds back nothing that ended before it, whatever that is', async () => {
      const executor = alone();
      await warmUp(executor);
      const [doors, queue] = [await gate(), new Queue<number>()];
      const values = upTo(5).flatMap(() => [...everyKind]);
      const ended = values.map((value) => executor.submit(echo, value));
      const later = executor.submit(doubleLater, 21);
      const failed = [executor.submit(throwRangeError, 'no'), executor.submit(throwValue, undefined)];
      const chunks = executor.map(double, upTo(10), { chunkSize: 3 }).toArray();
      const put = executor.submit(putAndGoOn, queue, 7);
      const last = executor.submit(echo, 'last');
      const slow = executor.submit(blockAtGate, doors.port, 'blocks');
      const behind = executor.submit(echo, 'behind');
      expect((await doors.visitor()).text).toBe('blocks');
      expect(await Promise.all(ended)).toStrictEqual(values);
      expect(await later).toBe(42);
      expect(await Promise.all(failed.map((future) => future.exception()))).toEqual([
        expect.objectContaining({ name: 'RangeError', message: 'no', code: 'ERR_OF_THE_TEST' }),
        undefined,
      ]);
      expect(failed.map((future) => future.done() && !future.cancelled())).toEqual([true, true]);
      expect(await chunks).toEqual(upTo(10).map((n) => 2 * n));
      expect([await queue.get(), await put, await last]).toEqual([7, 'put', 'last']);
      expect([slow.done(), behind.done()]).toEqual([false, false]);
      doors.open();
      expect(await Promise.all([slow, behind])).toEqual(['blocks', 'behind']);
    });

    checkOnWorkers('and blocks its thread, one after the other, holds back nothing between them', async () => {
      const executor = alone();
      await warmUp(executor);
      const doors = await gate();
      const rounds = ['first', 'second'].map((text) => ({
        quick: [1, 'two', { three: 3 }, undefined, null, true].map((value) => executor.submit(echo, value)),
        slow: executor.submit(blockAtGate, doors.port, text),
        text,
      }));
      for (const { quick, slow, text } of rounds) {
        const visitor = await doors.visitor();
        expect(visitor.text).toBe(text);
        expect(await Promise.all(quick)).toStrictEqual([1, 'two', { three: 3 }, undefined, null, true]);
        expect(slow.state).toBe('running');
        visitor.letIn();
        expect(await slow).toBe(text);
      }
    });

    checkOnWorkers('and blocks its thread is what runs, and what is behind it waits', async () => {
      const executor = alone();
      await warmUp(executor);
      const doors = await gate();
      const before = executor.stats();
      const slow = executor.submit(blockAtGate, doors.port, 'blocks');
      const behind = upTo(400).map((n) => executor.submit(double, n));
      await doors.visitor();
      expect(executor.stats()).toMatchObject({ workers: 1, idle: 0, done: before.done });
      const { running, pending } = executor.stats();
      expect(running + pending).toBe(401);
      expect([slow.running(), slow.state, slow.cancel()]).toEqual([true, 'running', false]);
      if (workers === 'threads') {
        expect(running).toBe(1);
        expect(behind.filter((future) => future.running())).toEqual([]);
        expect(executor.stats()).toMatchObject({ running: 1, pending: 400 });
      } else {
        // What a process may have begun while one asks counts as running.
        expect(running).toBeGreaterThanOrEqual(1);
        const mayRun = behind.filter((future) => future.running());
        expect(executor.stats().running).toBeGreaterThanOrEqual(1 + mayRun.length);
      }
      doors.open();
      expect(await Promise.all(behind)).toEqual(upTo(400).map((n) => 2 * n));
      expect(executor.stats()).toEqual({ ...before, done: before.done + 401 });
    });
  });

  group('cancel', () => {
    const expectHonest = async (notes: Notes, futures: readonly Future<number>[], answers: readonly boolean[]) => {
      await wait(futures);
      const cancelled = upTo(futures.length).filter((n) => answers[n] === true);
      const others = upTo(futures.length).filter((n) => answers[n] !== true);
      expect(cancelled.filter((n) => futures[n]?.cancelled() !== true)).toEqual([]);
      expect(await Promise.all(futures.filter((_, n) => answers[n] !== true))).toEqual(others);
      expect(notes.sorted).toEqual(others);
    };

    checkOnWorkers(
      'of what is behind a task that blocks its thread is true and it never runs, or false and it does',
      async () => {
        const executor = alone();
        await warmUp(executor);
        const [doors, notes] = [await gate(), new Notes()];
        const slow = executor.submit(blockAtGate, doors.port, 'blocks');
        const futures = upTo(400).map((n) => executor.submit(noteIn, notes.path, n));
        await doors.visitor();
        const answers = futures.map((future, n) => n % 3 > 0 && future.cancel());
        if (workers === 'threads') {
          expect(answers).toEqual(upTo(400).map((n) => n % 3 > 0));
        }
        doors.open();
        expect(await slow).toBe('blocks');
        await expectHonest(notes, futures, answers);
        expect(await executor.submit(double, 21)).toBe(42);
      },
    );

    check('while they run, at any moment, is true and it never runs, or false and it does', async () => {
      const executor = pair();
      for (let turns = 0; turns < 12; turns += 1) {
        const notes = new Notes();
        const futures = upTo(300).map((n) => executor.submit(noteIn, notes.path, n));
        for (let n = 0; n < turns; n += 1) {
          await new Promise(setImmediate);
        }
        const answers = upTo(300).map(() => false);
        for (const n of upTo(300)
          .filter((each) => each % 2 === turns % 2)
          .toReversed()) {
          answers[n] = futures[n]?.cancel() === true;
        }
        await expectHonest(notes, futures, answers);
      }
    });

    checkOnWorkers(
      'by a shutdown, behind a task that blocks its thread, leaves nothing between run and cancelled',
      async () => {
        const executor = make();
        await warmUp(executor);
        const [doors, notes] = [await gate(), new Notes()];
        const slow = executor.submit(blockAtGate, doors.port, 'blocks');
        const futures = upTo(400).map((n) => executor.submit(noteIn, notes.path, n));
        await doors.visitor();
        const over = executor.shutdown({ cancelFutures: true });
        const answers = futures.map((future) => future.cancelled());
        if (workers === 'threads') {
          expect(answers).toEqual(upTo(400).map(() => true));
        }
        doors.open();
        await over;
        expect(await slow).toBe('blocks');
        await expectHonest(notes, futures, answers);
      },
    );
  });

  group('the order', () => {
    check(
      'in which one worker begins what was submitted in one turn is that of the submits, priorities apart',
      async () => {
        const executor = alone();
        await warmUp(executor);
        const notes = new Notes();
        const numbers = upTo(500);
        const waits: Promise<unknown>[] = [];
        const take = (count: number): { path: string; n: number }[] =>
          numbers.splice(0, count).map((n) => ({ path: notes.path, n }));
        const late = executor.with({ priority: 5 });
        const lates = upTo(20).map((n) => late.submit(noteIn, notes.path, 1_000 + n));
        for (let round = 0; round < 5; round += 1) {
          const plain = take(40).map(({ path, n }) => executor.submit(noteIn, path, n));
          waits.push(Promise.all(plain));
          waits.push(executor.map(noteItem, take(20), { chunkSize: 4 }).toArray());
          waits.push(executor.map(noteItem, take(20)).toArray());
          waits.push(late.map(noteItem, [{ path: notes.path, n: 1_020 + round }]).toArray());
          const [item] = take(1);
          waits.push(executor.with({ timeout: 60_000 }).submit(noteItem, item ?? { path: '', n: NaN }));
          waits.push(
            executor
              .with({ name: 'named' })
              .starmap(
                noteIn,
                take(19).map(({ path, n }) => [path, n] as const),
              )
              .toArray(),
          );
        }
        await Promise.all([...waits, ...lates]);
        expect(numbers).toEqual([]);
        expect(notes.all).toEqual([...upTo(500), ...upTo(25).map((n) => 1_000 + n)]);
      },
    );

    checkOnWorkers('stays that of the submits behind a task that blocks the only worker for long', async () => {
      const executor = alone();
      await warmUp(executor);
      const [doors, notes] = [await gate(), new Notes()];
      const slow = executor.submit(blockAtGate, doors.port, 'blocks');
      const futures = upTo(10).map((n) => executor.submit(noteIn, notes.path, n));
      await doors.visitor();
      expect(await failureOf(new Future().result({ timeout: 60 }))).toMatchObject(executorErrors.timeout); // a scene: longer than calls are lent
      futures.push(...upTo(10).map((n) => executor.submit(noteIn, notes.path, 10 + n)));
      await new Promise(setImmediate); // they are sent
      doors.open();
      await Promise.all([slow, ...futures]);
      expect(notes.all).toEqual(upTo(20));
    });
  });

  group('a worker that dies', () => {
    checkOnWorkers(
      'in the midst of many fails the one that ran there alone, and each of the others runs once',
      async () => {
        for (const executor of [alone(), pair()]) {
          await warmUp(executor);
          const notes = new Notes();
          const ends = [50, 150, 151];
          const futures = upTo(400).map((n) =>
            executor.submit<[string, number], unknown>(ends.includes(n) ? noteAndExit : noteIn, notes.path, n),
          );
          await wait(futures);
          for (const n of ends) {
            expect(await futures[n]?.exception()).toMatchObject(executorErrors.crashed);
          }
          const others = upTo(400).filter((n) => !ends.includes(n));
          expect(await Promise.all(futures.filter((_, n) => !ends.includes(n)))).toEqual(others);
          expect(notes.sorted).toEqual(upTo(400));
        }
      },
    );

    checkOnWorkers('onCrash retry: runs twice what ran there, and the others once', async () => {
      const executor = make({ onCrash: 'retry' });
      await warmUp(executor);
      const notes = new Notes();
      const futures = upTo(200).map((n) =>
        executor.submit<[string, number], unknown>(n === 80 ? noteAndExit : noteIn, notes.path, n),
      );
      expect(await futures[80]?.exception()).toMatchObject(executorErrors.crashed);
      await wait(futures);
      expect(notes.sorted).toEqual([...upTo(81), ...upTo(200).slice(80)]);
    });
  });

  check('each is called by its own name and in its own function, whatever travels beside it', async () => {
    const executor = alone();
    await warmUp(executor);
    const [one, other] = [executor.with({ name: 'one' }), executor.with({ name: 'other' })];
    const rounds = upTo(40).map(async (n) =>
      Promise.all([
        executor.submit(double, n),
        executor.submit(echo, n),
        one.submit(describeTask),
        other.submit(describeTask),
        executor.submit(describeTask),
      ]),
    );
    const named = (name: string): object => ({ name, attempt: 1 });
    expect(await Promise.all(rounds)).toEqual(
      upTo(40).map((n) => [2 * n, n, named('one'), named('other'), named('describeTask')]),
    );
  });

  checkOnWorkers('one of a higher priority waits for those alone that were sent before it came', async () => {
    const executor = alone();
    await warmUp(executor);
    const notes = new Notes();
    const later = executor.with({ priority: 1 });
    const all = upTo(6_000).map((n) => later.submit(noteIn, notes.path, n));
    await Promise.resolve(); // as many as may be are sent now
    all.push(executor.submit(noteIn, notes.path, 6_000));
    expect(await Promise.all(all)).toEqual(upTo(6_001));
    expect(notes.all.indexOf(6_000)).toBeLessThan(2_000);
  });

  check('tasks that wait for tasks of their executor, among many that do not, have them run', async () => {
    const executor = alone();
    await warmUp(executor);
    const notes = new Notes();
    const futures = upTo(200).map((n) =>
      executor.submit<[string, number], unknown>(n % 10 === 5 ? noteInside : noteIn, notes.path, n),
    );
    expect(await Promise.all(futures)).toEqual(upTo(200));
    expect(notes.sorted).toEqual(upTo(200));
  });

  group('events', () => {
    check('a task that is heard of starts once, and then settles, among many quick ones', async () => {
      const executor = pair();
      await warmUp(executor);
      const heard = new HeardTasks();
      const futures = upTo(200).map((n) => executor.with(n % 2 === 0 ? {} : { timeout: 60_000 }).submit(double, n));
      expect(await Promise.all(futures)).toEqual(upTo(200).map((n) => 2 * n));
      expect(heard.stories).toHaveLength(200);
      heard.expectSound();
      expect(new Set(heard.stories.map(({ lines }) => lines.join()))).toEqual(
        new Set(['submitted,started 1,fulfilled']),
      );
    });

    check(
      'whoever begins to listen while calls are under way hears of each end, and of no start after it',
      async () => {
        const executor = alone();
        await warmUp(executor);
        for (let turns = 0; turns < 6; turns += 1) {
          const futures = upTo(300).map((n) => executor.submit(double, n));
          for (let n = 0; n < turns; n += 1) {
            await new Promise(setImmediate);
          }
          const open = futures.filter((future) => !future.done()).length;
          const events: TaskEvent[] = [];
          const hear = (event: unknown): void => {
            events.push(event as TaskEvent);
          };
          channel('heddle:task').subscribe(hear);
          try {
            await wait(futures);
          } finally {
            channel('heddle:task').unsubscribe(hear);
          }
          const stories = [...Map.groupBy(events, ({ id }) => id).values()].map((each) =>
            each.map(({ event }) => event).join(),
          );
          expect(stories).toHaveLength(open);
          expect(stories.filter((story) => !/^(started,)?settled$/.test(story))).toEqual([]);
        }
      },
    );

    checkOnWorkers(
      'the time of a view runs from when its task begins, and not while another blocks its worker',
      async () => {
        const executor = alone();
        await warmUp(executor);
        const doors = await gate();
        const slow = executor.submit(blockAtGate, doors.port, 'blocks');
        const timed = upTo(10).map((n) => executor.with({ timeout: 400 }).submit(double, n));
        await doors.visitor();
        expect(await failureOf(new Future().result({ timeout: 450 }))).toMatchObject(executorErrors.timeout); // a scene: longer than they may take
        expect(timed.map((future) => future.done())).toEqual(timed.map(() => false));
        doors.open();
        expect(await Promise.all([slow, ...timed])).toEqual(['blocks', ...upTo(10).map((n) => 2 * n)]);
      },
    );
  });
}

/** Values that cross in different ways. */
const everyKind: readonly unknown[] = [
  1,
  -0,
  NaN,
  -Infinity,
  2 ** 53,
  undefined,
  null,
  true,
  false,
  '',
  'text',
  'ü 🧵 \u2028',
  'long '.repeat(20_000),
  12n,
  {},
  [],
  { a: [1, { b: 'c' }], d: null },
  new Map([[1, new Set(['x'])]]),
  new Date(0),
  new Uint8Array([1, 2, 3]),
  { undefined, nested: [undefined, -0] },
];

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}
