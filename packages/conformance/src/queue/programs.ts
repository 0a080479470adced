import type { WaitOptions } from '@heddle/queue';
import * as fc from 'fast-check';
import { expect, vi } from 'vitest';
import { type Item, QueueModel, type Standing } from './model.ts';
import type { Subject } from './subject.ts';

type Command =
  | { name: 'put'; rank: number; refused: boolean; timeout: number }
  | { name: 'get' | 'join'; timeout: number }
  | { name: 'putNowait'; rank: number; refused: boolean }
  | { name: 'getNowait' | 'taskDone' }
  | { name: 'shutdown'; immediate: boolean }
  | { name: 'abort'; call: number }
  | { name: 'advance'; ms: number };

const refusal = new Error('cannot be compared');
const aborted = new Error('aborted');

function compare(a: Item, b: Item): number {
  if (a.refused || b.refused) {
    throw refusal;
  }
  return a.rank - b.rank;
}

/** Whatever a random program does, the queue and the model agree after each step: on every call that was made, and on `stats()`. */
export function describePrograms(subject: Subject): void {
  subject.check('no item is lost, none comes twice, and everybody is served in turn', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 1, 2, 5), programs(subject.fakeTimers), async (maxSize, program) => {
        if (subject.fakeTimers) {
          vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        }
        try {
          await runProgram(subject, maxSize, program);
        } finally {
          vi.useRealTimers();
        }
      }),
      { numRuns: 300 },
    );
  });
}

function programs(withTimeouts: boolean): fc.Arbitrary<Command[]> {
  const timeout = withTimeouts ? fc.constantFrom(Infinity, Infinity, 0, 10, 20, 2 ** 31) : fc.constantFrom(Infinity, 0);
  const item = { rank: fc.nat(3), refused: fc.nat(9).map((die) => die === 0) };
  const put = fc.record({ name: fc.constant('put' as const), ...item, timeout });
  const get = fc.record({ name: fc.constant('get' as const), timeout });
  const arbitraries: fc.WeightedArbitrary<Command>[] = [
    { weight: 8, arbitrary: put },
    { weight: 8, arbitrary: get },
    { weight: 3, arbitrary: fc.record({ name: fc.constant('putNowait' as const), ...item }) },
    { weight: 3, arbitrary: fc.record({ name: fc.constantFrom('getNowait' as const, 'taskDone' as const) }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constant('join' as const), timeout }) },
    { weight: 3, arbitrary: fc.record({ name: fc.constant('abort' as const), call: fc.nat(40) }) },
  ];
  if (withTimeouts) {
    const ms = fc.constantFrom(1, 9, 10, 30);
    arbitraries.push({ weight: 2, arbitrary: fc.record({ name: fc.constant('advance' as const), ms }) });
  }
  const step = fc.oneof(...arbitraries);
  const shutdown = fc.record({ name: fc.constant('shutdown' as const), immediate: fc.boolean() });
  // It is shut down near the end, if at all: nothing waits after it.
  return fc
    .tuple(
      fc.array(step, { maxLength: 40, size: 'max' }),
      fc.array(shutdown, { maxLength: 1 }),
      fc.array(step, { maxLength: 6 }),
      fc.array(shutdown, { maxLength: 1 }),
      fc.array(step, { maxLength: 6 }),
    )
    .map((parts) => parts.flat());
}

async function runProgram(subject: Subject, maxSize: number, program: readonly Command[]): Promise<void> {
  const queue = await subject.make<Item>({ maxSize, compare });
  const model = new QueueModel(subject.order, maxSize);
  const calls = new Calls();
  let nextId = 0;
  for (const command of program) {
    switch (command.name) {
      case 'put':
      case 'putNowait': {
        const item = { rank: command.rank, refused: command.refused, id: nextId };
        nextId += 1;
        model.put(item, command.name === 'put' ? command.timeout : 0);
        if (command.name === 'put') {
          calls.make((options) => queue.put(item, options), command.timeout);
        } else {
          calls.make(async () => queue.putNowait(item));
        }
        break;
      }
      case 'get':
        model.get(command.timeout);
        calls.make((options) => queue.get(options), command.timeout);
        break;
      case 'getNowait':
        model.get(0);
        calls.make(async () => queue.getNowait());
        break;
      case 'taskDone':
        model.taskDone();
        calls.make(async () => queue.taskDone());
        break;
      case 'join':
        model.join(command.timeout);
        calls.make((options) => queue.join(options), command.timeout);
        break;
      case 'shutdown':
        model.shutdown(command.immediate);
        calls.make(async () => queue.shutdown({ immediate: command.immediate }));
        break;
      case 'abort':
        model.abort(command.call);
        calls.abort(command.call);
        break;
      case 'advance':
        model.advance(command.ms);
        vi.advanceTimersByTime(command.ms);
        break;
    }
    await subject.settle();
    expect(calls.standings).toEqual(model.standings);
    expect(await queue.stats()).toEqual(model.stats());
  }
}

/** Every call that a program made, and how it stands. */
class Calls {
  readonly standings: Standing[] = [];
  readonly #controllers: AbortController[] = [];

  make(start: (options: WaitOptions) => Promise<Item | void>, timeout?: number): void {
    const controller = new AbortController();
    this.#controllers.push(controller);
    const call = this.standings.push('pending') - 1;
    start({ timeout, signal: controller.signal }).then(
      (value) => {
        this.standings[call] = value === undefined ? 'done' : value.id;
      },
      (error: Error) => {
        this.standings[call] = failureName(error);
      },
    );
  }

  abort(call: number): void {
    this.#controllers[call]?.abort(aborted);
  }
}

function failureName(error: Error): Standing {
  if (error === aborted) {
    return 'aborted';
  }
  return error.message === refusal.message ? 'refused' : (error.name as Standing);
}
