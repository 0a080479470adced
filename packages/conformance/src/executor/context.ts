import { AsyncLocalStorage } from 'node:async_hooks';
import { currentTask, Future, propagate } from '@heddle/futures';
import { expect } from 'vitest';
import { describeIsolation } from './isolation.ts';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { double } from '../tasks/basic.ts';
import {
  answerFuture,
  answerThenable,
  find,
  findAfter,
  findFor,
  findInside,
  findLater,
  findWhenStopped,
  leaveWordAndFail,
  look,
  makeSpan,
  mapInside,
  span,
  submitUncloneableInside,
  word,
} from '../tasks/context.ts';

const words = ['a', 'b', 'c', 'd', 'e'];

/** What is current at `submit` is current in the task. */
export function describeContext(subject: ExecutorSubject): void {
  const { make, gate, check, checkOnWorkers } = subject;
  describeIsolation(subject);

  check('a task finds the stores that were current at its submit, and keeps them as it waits', async () => {
    const executor = make({ maxWorkers: 2 });
    const futures = words.map((each) => word.run(each, () => [executor.submit(find), executor.submit(findLater)]));
    const found = await Promise.all(futures.flat());
    expect(found.map((each) => each.word)).toEqual(words.flatMap((each) => [each, each]));
    const deep = { list: [1, new Date(0)], text: 'x' };
    expect(await word.run(deep, () => executor.submit(find))).toMatchObject({ word: deep });
  });

  check('a task that was submitted outside of any store finds none', async () => {
    const executor = make();
    expect(await word.run('a', () => executor.submit(find))).toMatchObject({ word: 'a' });
    expect(await executor.submit(find)).toEqual({
      word: undefined,
      trace: undefined,
      cameFrom: undefined,
      name: 'find',
    });
    expect(await executor.submit(findLater)).toMatchObject({ word: undefined, name: 'findLater' });
  });

  check('null, false and 0 are stores', async () => {
    const executor = make();
    for (const store of [null, false, 0, '']) {
      expect(await word.run(store, () => executor.submit(find))).toMatchObject({ word: store });
    }
  });

  check('a storage that makes a carrier of its store finds it again on every executor', async () => {
    const executor = make();
    const found = await span.run(makeSpan('t-1'), () => word.run('a', () => executor.submit(find)));
    expect(found).toMatchObject({ trace: 't-1', cameFrom: 'a carrier', word: 'a' });
  });

  check('a name that only the submitter knows is no obstacle', async () => {
    const executor = make();
    const storage = new AsyncLocalStorage<string>();
    propagate(`heddle-conformance.known here ${Math.random()}`, storage);
    expect(await storage.run('here', () => word.run('a', () => executor.submit(find)))).toMatchObject({ word: 'a' });
  });

  check('a view, a retry and a task that waits for its arguments run in the context of their submit', async () => {
    const executor = make();
    const view = executor.with({ name: 'named', retries: 2, backoff: 0 });
    expect(await word.run('view', () => view.submit(find))).toMatchObject({ word: 'view', name: 'named' });
    expect(await word.run('retry', () => view.submit(leaveWordAndFail, 3))).toBe('retry');
    const input = new Future<number>();
    const dependent = word.run('submitted', () => executor.submit(findAfter, input));
    word.run('settled', () => {
      input.setResult(1);
    });
    expect(await dependent).toMatchObject({ word: 'submitted' });
  });

  for (const chunkSize of [1, 3, 'auto'] as const) {
    check(
      `each item of a map runs in the context of the map, in chunks of ${chunkSize}, whoever reads it`,
      async () => {
        const executor = make();
        for (const items of [words, asynchronous(words)]) {
          const results = word.run('map', () => executor.map(findFor, items, { chunkSize, bufferSize: 2 }));
          const found: unknown[] = [];
          for (let index = 0; index < words.length; index += 1) {
            const result = await word.run('reader', () => results.next());
            found.push(result.value?.word);
          }
          expect(found).toEqual(words.map(() => 'map'));
        }
      },
    );
  }

  check('the source of a map is read in the context of the map', async () => {
    const executor = make();
    const found: unknown[] = [];
    function* source(): Generator<number> {
      for (const n of [1, 2, 3, 4]) {
        found.push([word.getStore(), currentTask()?.name]);
        yield n;
      }
    }
    const results = word.run('map', () => executor.map(double, source(), { bufferSize: 1 }));
    await word.run('reader', () => results.toArray());
    expect(found).toEqual([1, 2, 3, 4].map(() => ['map', undefined]));
  });

  check('a task that submits passes on what it has itself', async () => {
    const executor = make();
    const found = await word.run('a', () => span.run(makeSpan('t-1'), () => executor.submit(findInside, 3)));
    expect(found).toEqual([{ word: 'a>3>2>1', trace: 't-1', cameFrom: 'a carrier', name: 'find' }, 'a']);
    expect(await word.run('a', () => executor.submit(mapInside, 5))).toEqual(words.map(() => 'of the map'));
  });

  check('a thenable that a task answers is asked in the context of the task', async () => {
    const executor = make();
    expect(await word.run('a', () => executor.submit(answerThenable))).toMatchObject({
      word: 'a',
      name: 'answerThenable',
    });
    expect(await word.run('a', () => executor.submit(answerFuture))).toMatchObject({ word: 'a', name: 'find' });
  });

  check(
    'who listens to the signal of a task is in its context as it is stopped, and the one who stops it is not',
    async () => {
      const executor = make({ graceMs: 60_000 });
      const doors = await gate();
      const future = word.run('of the task', () => executor.submit(findWhenStopped, doors.port));
      const waiting = await doors.visitor();
      word.run('of the one who stops it', () => {
        future.abort();
        expect(look()).toMatchObject({ word: 'of the one who stops it', name: undefined });
      });
      const stopped = await doors.visitor();
      expect(stopped.text).toBe('stopped of the task findWhenStopped');
      stopped.letIn();
      waiting.letIn();
      expect(await executor.submit(find)).toMatchObject({ word: undefined });
    },
  );

  check('a storage that throws as it is asked fails the future', async () => {
    const executor = make();
    let isBad = true;
    propagate(`heddle-conformance.bad ${Math.random()}`, {
      getStore() {
        if (isBad) {
          throw new RangeError('no store today');
        }
        return undefined;
      },
      run: (_store, fn) => fn(),
    });
    try {
      const [future, results] = [executor.submit(double, 1), executor.map(double, [1])];
      expect(await failureOf(future)).toMatchObject({ name: 'RangeError', message: 'no store today' });
      expect(await failureOf(results.next())).toMatchObject({ message: 'no store today' });
    } finally {
      isBad = false;
    }
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 1, failed: 2 });
  });

  checkOnWorkers('a store that cannot cross over fails its own task, and says which it is', async () => {
    const executor = make();
    const before = executor.submit(double, 1);
    const bad = word.run(
      () => {},
      () => executor.submit(double, 2),
    );
    const after = executor.submit(double, 3);
    expect(await failureOf(bad)).toMatchObject({
      ...executorErrors.transfer,
      message: expect.stringContaining('"heddle-conformance.word"') as unknown,
    });
    expect([await before, await after]).toEqual([2, 6]);
    const chunk = word.run(
      () => {},
      () => executor.map(double, [1, 2], { chunkSize: 2 }).toArray(),
    );
    expect(await failureOf(chunk)).toMatchObject(executorErrors.transfer);
    expect(await failureOf(executor.submit(submitUncloneableInside))).toMatchObject({
      ...executorErrors.transfer,
      message: expect.stringContaining('"heddle-conformance.word"') as unknown,
    });
  });
}

async function* asynchronous<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}
