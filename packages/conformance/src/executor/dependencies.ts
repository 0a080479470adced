import { type Executor, Future } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { add, double, echo, passGateOrStop, throwRangeError, throwValue } from '../tasks/basic.ts';

export function describeDependencies({ make, gate, check, workers }: ExecutorSubject): void {
  const long = workers === 'none' ? 10_000 : 1_000;

  check('a future among the arguments is waited for, and its value passed', async () => {
    const executor = make();
    const two = executor.submit(double, 1);
    const four = executor.submit(double, two);
    expect(await executor.submit(add, two, four)).toBe(6);
    expect(await executor.submit(add, four, four)).toBe(8);
    expect(await executor.submit(add, four, 1)).toBe(5);
  });

  check('what waits for an argument holds no worker', async () => {
    const executor = make();
    const input = new Future<number>();
    const waiting = executor.submit(double, input);
    expect(await executor.submit(double, 2)).toBe(4);
    expect(waiting.state).toBe('pending');
    expect(executor.stats()).toMatchObject({ pending: 1, running: 0 });
    input.setResult(21);
    expect(await waiting).toBe(42);
  });

  check('a failed dependency fails the task with a DependencyError', async () => {
    const executor = make();
    const [first, second] = [executor.submit(throwRangeError, 'the first'), executor.submit(throwValue, undefined)];
    await Promise.all([first.exception(), second.exception()]);
    expect(await failureOf(executor.submit(double, first))).toMatchObject({
      ...executorErrors.dependency,
      cause: { message: 'the first' },
    });
    expect(await failureOf(executor.submit(double, second))).toMatchObject({
      ...executorErrors.dependency,
      cause: undefined,
    });
    const late = executor.submit(throwRangeError, 'late');
    const [error] = await Promise.all([failureOf(executor.submit(double, late)), late.exception()]);
    expect(error).toMatchObject({ ...executorErrors.dependency, cause: { message: 'late' } });
  });

  check('a cancelled dependency cancels the task', async () => {
    const executor = make();
    const input = new Future<number>();
    const first = executor.submit(double, input);
    const second = executor.submit(double, first);
    input.cancel();
    expect([first.state, second.state]).toEqual(['cancelled', 'cancelled']);
    expect(await failureOf(second)).toMatchObject(executorErrors.cancelled);
  });

  check('a cancelled task leaves what it waited for alone', async () => {
    const executor = make();
    const input = new Future<number>();
    const waiting = executor.submit(double, input);
    expect(waiting.cancel()).toBe(true);
    input.setResult(1);
    expect(await input).toBe(1);
    expect(waiting.state).toBe('cancelled');
  });

  check('one that fails settles the task at once, also while another is still to come', async () => {
    const executor = make();
    const input = new Future<number>();
    const waiting = executor.submit(add, executor.submit(throwRangeError, 'early'), input);
    expect(await failureOf(waiting)).toMatchObject({ ...executorErrors.dependency, cause: { message: 'early' } });
    expect(input.cancel()).toBe(true);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, failed: 2 });
  });

  check('a chain of a thousand completes on one worker', async () => {
    const executor = make();
    expect(await chainFrom(executor, executor.submit(add, 0, 1), 999).at(-1)).toBe(1_000);
  });

  check('a chain whose first fails fails to its end, each for the one before it', async () => {
    const executor = make();
    const chain = chainFrom(executor, executor.submit(throwRangeError, 'the first'), long);
    const errors = await Promise.all(chain.map((future) => future.exception()));
    let error = errors.at(-1);
    for (let link = 0; link < long; link += 1) {
      if ((error as Error).name !== 'DependencyError') {
        break; // toMatchObject would go down the whole chain
      }
      error = (error as Error).cause;
    }
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: 'the first' });
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, failed: long + 1 });
  });

  check('a chain whose first is cancelled is cancelled to its end, at once', async () => {
    const executor = make();
    const first = executor.submit(double, 1);
    const chain = chainFrom(executor, first, long);
    first.cancel();
    expect(chain.filter((future) => !future.cancelled())).toEqual([]);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, cancelled: long + 1 });
  });

  check('a chain whose first is aborted while it runs is cancelled to its end, at once', async () => {
    const executor = make();
    const doors = await gate();
    const first = executor.submit(passGateOrStop, doors.port, 'first');
    const second = executor.submit(echo, first);
    const third = executor.submit(echo, second);
    await doors.visitor();
    first.abort();
    expect([second.state, third.state]).toEqual(['cancelled', 'cancelled']);
    expect(await executor.submit(double, 21)).toBe(42);
  });

  check('cancelling the middle of a chain leaves alone what comes before it', async () => {
    const executor = make();
    const input = new Future<number>();
    const chain = chainFrom(executor, input, 4);
    expect(chain[2]?.cancel()).toBe(true);
    input.setResult(1);
    expect([await chain[1], chain[3]?.state]).toEqual([3, 'cancelled']);
  });

  check('a diamond of any width completes on one worker', async () => {
    const executor = make();
    const top = executor.submit(double, 1);
    const middle = Array.from({ length: 200 }, (_, index) => executor.submit(add, top, index));
    let bottom: Future<number> = executor.submit(add, 0, 0);
    for (const future of middle) {
      bottom = executor.submit(add, bottom, future);
    }
    expect(await bottom).toBe(200 * 2 + (199 * 200) / 2);
  });

  check('so does a diamond of diamonds', async () => {
    const executor = make();
    // Each is the sum of three of a size smaller, which all hang on the same top.
    const diamond = (top: Future<number>, depth: number): Future<number> => {
      if (depth === 0) {
        return executor.submit(add, top, 1);
      }
      const [left, middle, right] = [0, 1, 2].map(() => diamond(top, depth - 1)) as [
        Future<number>,
        Future<number>,
        Future<number>,
      ];
      return executor.submit(add, executor.submit(add, left, middle), right);
    };
    expect(await diamond(executor.submit(double, 1), 5)).toBe(3 ** 5 * 3);
  });

  check('so do layers that each hang on all of the one before', async () => {
    const executor = make();
    let [low, high]: [Future<number>, Future<number>] = [executor.submit(add, 0, 0), executor.submit(add, 0, 1)];
    for (let index = 1; index < 50; index += 1) {
      [low, high] = [high, executor.submit(add, low, high)];
    }
    expect(await high).toBe(12_586_269_025); // Fibonacci's fiftieth
  });

  check('futures of another executor are dependencies too', async () => {
    const [executor, other] = [make(), make()];
    expect(await executor.submit(double, other.submit(double, 10))).toBe(40);
  });
}

/** `length` tasks, each of which adds one to what the one before it answers. */
function chainFrom(executor: Executor, first: Future<number>, length: number): Future<number>[] {
  const chain: Future<number>[] = [];
  let last = first;
  while (chain.length < length) {
    last = executor.submit(add, last, 1);
    chain.push(last);
  }
  return chain;
}
