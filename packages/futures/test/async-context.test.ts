import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EventLoopExecutor } from '../src/index.ts';
import { shareSnapshot } from '../src/task/async-context.ts';

const [user, request] = [new AsyncLocalStorage<string>(), new AsyncLocalStorage<object>()];
const look = (): unknown[] => [user.getStore(), request.getStore()];

test('a snapshot is shared by those of the same context alone, whatever has changed in between', () => {
  const first = shareSnapshot(undefined);
  const store = {};
  user.run('a', () => {
    const outer = shareSnapshot(first);
    expect(outer).not.toBe(first);
    const inner = request.run(store, () => shareSnapshot(outer));
    expect(inner).not.toBe(outer);
    const left = shareSnapshot(inner);
    const again = user.run('b', () => user.run('a', () => shareSnapshot(left)));
    expect([outer, inner, left, again].map((each) => each.runInAsyncScope(look))).toEqual([
      ['a', undefined],
      ['a', store],
      ['a', undefined],
      ['a', undefined],
    ]);
  });
  expect(shareSnapshot(first).runInAsyncScope(look)).toEqual([undefined, undefined]);
});

// Elsewhere a snapshot holds its stores, and remembers what was entered in it.
test.runIf(process.versions.node >= '24')('and by all of these, so that what waits needs none of its own', () => {
  const first = shareSnapshot(undefined);
  expect(shareSnapshot(first)).toBe(first);
  user.run('a', () => {
    const inner = shareSnapshot(first);
    expect(shareSnapshot(inner)).toBe(inner);
  });
});

test('tasks that were submitted in one turn find each the stores of its own submit, also after they have waited', async () => {
  await using executor = new EventLoopExecutor({ maxWorkers: 2 });
  const found = async (): Promise<unknown[]> => {
    const before = look();
    user.enterWith('left behind');
    await setImmediate();
    return [...before, request.getStore(), user.getStore()];
  };
  const [one, two] = [{}, {}];
  const futures = [executor.submit(found)];
  user.run('a', () => {
    futures.push(executor.submit(found), executor.submit(found));
    request.run(one, () => futures.push(executor.submit(found)));
    request.enterWith(two);
    futures.push(executor.submit(found));
    user.run('b', () => futures.push(executor.submit(found)));
  });
  expect(await Promise.all(futures)).toEqual(
    [
      [undefined, undefined],
      ['a', undefined],
      ['a', undefined],
      ['a', one],
      ['a', two],
      ['b', two],
    ].map(([name, store]) => [name, store, store, 'left behind']),
  );
});
