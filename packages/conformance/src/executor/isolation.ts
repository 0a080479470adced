import { currentTask, type Executor, type Future } from '@heddle/futures';
import { expect } from 'vitest';
import { type ExecutorSubject, failureOf } from './subject.ts';
import { describeTask, passGate, throwRangeError } from '../tasks/basic.ts';
import { find, findLater, leaveWord, leaveWordAndFail, leaveWordNow, look, word } from '../tasks/context.ts';

const words = ['a', 'b', 'c', 'd', 'e'];

/** What a task does to its context, nobody else sees. */
export function describeIsolation({ make, gate, check }: ExecutorSubject): void {
  const leaves = (executor: Executor): Future<unknown>[] => [
    executor.submit(leaveWordNow),
    executor.submit(leaveWord, 'at once'),
    executor.submit(leaveWord, 'later'),
  ];

  check('a word that a task leaves behind is not found by the next, in the same turn or later', async () => {
    for (const maxWorkers of [1, 3]) {
      const executor = make({ maxWorkers });
      const inOneTurn = [...leaves(executor), executor.submit(find), ...leaves(executor), executor.submit(findLater)];
      const found = await Promise.all(inOneTurn);
      expect(found.map((each) => (each as { word?: unknown } | undefined)?.word ?? undefined)).toEqual(
        found.map(() => undefined),
      );
      expect(await executor.submit(find)).toMatchObject({ word: undefined });
      expect(await word.run('own', () => executor.submit(leaveWordNow))).toBe('own');
      expect(await executor.submit(leaveWord, 'at once')).toBeUndefined();
    }
  });

  check('nor by the next call of its chunk', async () => {
    const executor = make();
    for (const settled of [true, false]) {
      const options = { chunkSize: 5, settled };
      const results = await word.run('own', () => executor.map(leaveWordNow, words, options).toArray());
      const values = results.map((each) => (settled ? (each as { value?: unknown }).value : each));
      expect(values).toEqual(words.map(() => 'own'));
    }
    const whens = ['at once', 'later', 'at once', 'later'] as const;
    expect(await executor.map(leaveWord, whens, { chunkSize: 4 }).toArray()).toEqual(whens.map(() => undefined));
  });

  check('nor by its next try, the submitter, or a callback', async () => {
    const executor = make();
    const found: unknown[] = [];
    const futures = leaves(executor);
    for (const future of futures) {
      future.addDoneCallback(() => found.push(look()));
    }
    await Promise.all(futures);
    found.push(look());
    expect(found).toEqual(
      found.map(() => ({ word: undefined, name: undefined, trace: undefined, cameFrom: undefined })),
    );
    const view = executor.with({ retries: 2, backoff: 0 });
    expect(await view.submit(leaveWordAndFail, 3)).toBeUndefined();
    expect(await failureOf(view.submit(leaveWordAndFail, 4))).toMatchObject({ message: 'found undefined' });
  });

  check('currentTask() is each task its own, and nobody else has one', async () => {
    const executor = make({ maxWorkers: 3 });
    const doors = await gate();
    const held = executor.submit(passGate, doors.port, 'held');
    await doors.visitor();
    const futures = words.map((name) => executor.with({ name }).submit(describeTask));
    const inCallback: unknown[] = [];
    for (const future of futures) {
      future.addDoneCallback(() => inCallback.push(currentTask()));
    }
    expect(await Promise.all(futures)).toEqual(words.map((name) => ({ name, attempt: 1 })));
    const failed = executor.submit(throwRangeError, 'no');
    failed.addDoneCallback(() => inCallback.push(currentTask()));
    await failed.exception();
    expect(inCallback).toEqual(Array.from({ length: words.length + 1 }, () => undefined));
    expect(currentTask()).toBeUndefined();
    doors.open();
    await held;
  });
}
