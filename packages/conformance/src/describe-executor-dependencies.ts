import { Future } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './describe-executor-subject.ts';
import { add, double, throwRangeError, throwValue } from './tasks.ts';

export function describeDependencies({ make, check }: ExecutorSubject): void {
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

  check('a chain of any length completes on one worker', async () => {
    const executor = make();
    let last: Future<number> = executor.submit(add, 0, 1);
    for (let link = 1; link < 500; link += 1) {
      last = executor.submit(add, last, 1);
    }
    expect(await last).toBe(500);
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

  check('futures of another executor are dependencies too', async () => {
    const [executor, other] = [make(), make()];
    expect(await executor.submit(double, other.submit(double, 10))).toBe(40);
  });
}
