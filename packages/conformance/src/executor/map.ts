import { expect } from 'vitest';
import { type ExecutorSubject, failureOf } from './subject.ts';
import { add, double, doubleAllBut, doubleAllButThree, passGateAs } from '../tasks/basic.ts';

const numbers = Array.from({ length: 50 }, (_, index) => index);
const doubled = numbers.map((n) => 2 * n);
const ascending = (a: number, b: number): number => a - b;

/** What a map yields. How it ends stands in `map-ends.ts`. */
export function describeMap({ make, share, gate, check }: ExecutorSubject): void {
  const ofTwo = share({ maxWorkers: 2 });

  check('map yields the results in the order of the items', async () => {
    const executor = ofTwo();
    expect(await executor.map(double, numbers).toArray()).toEqual(doubled);
    expect(await executor.map(double, new Set([3, 1, 2])).toArray()).toEqual([6, 2, 4]);
    expect(await executor.map(double, []).toArray()).toEqual([]);
    expect(await executor.map(double, asynchronous(numbers)).toArray()).toEqual(doubled);
    expect(await executor.map(double, asynchronous([])).toArray()).toEqual([]);
  });

  check('starmap calls with a list of arguments each', async () => {
    const lists: [number, number][] = [
      [1, 2],
      [3, 4],
    ];
    expect(await make().starmap(add, lists).toArray()).toEqual([3, 7]);
    expect(await make().starmap(add, lists, { chunkSize: 2 }).toArray()).toEqual([3, 7]);
  });

  for (const chunkSize of [1, 7, 50, 1_000, 'auto'] as const) {
    for (const bufferSize of [undefined, 1, 10]) {
      check(`a chunkSize of ${chunkSize} with a bufferSize of ${bufferSize} changes no result`, async () => {
        const executor = ofTwo();
        const options = bufferSize === undefined ? { chunkSize } : { chunkSize, bufferSize };
        for (const items of [() => numbers, () => asynchronous(numbers)]) {
          expect(await executor.map(double, items(), options).toArray()).toEqual(doubled);
          const unordered = await executor.map(double, items(), { ...options, ordered: false }).toArray();
          expect(unordered.toSorted(ascending)).toEqual(doubled);
        }
      });
    }
  }

  for (const chunkSize of [1, 2, 7, 'auto'] as const) {
    check(`an error surfaces at its item's place, in chunks of ${chunkSize}`, async () => {
      const executor = ofTwo();
      for (const bufferSize of [undefined, 2]) {
        const results: number[] = [];
        const error = await failureOf(async () => {
          for await (const result of executor.map(doubleAllButThree, numbers, { chunkSize, bufferSize })) {
            results.push(result);
          }
        });
        expect(error).toBeInstanceOf(RangeError);
        expect(error).toMatchObject({ message: 'bad: 3' });
        expect(results).toEqual([0, 2, 4]);
      }
    });

    check(`settled yields errors among the results, ordered or not, in chunks of ${chunkSize}`, async () => {
      const executor = ofTwo();
      const bad = { status: 'rejected', reason: { name: 'RangeError', message: 'bad: 3' } };
      const fulfilled = doubled.map((value) => ({ status: 'fulfilled', value }));
      for (const bufferSize of [undefined, 5]) {
        const options = { chunkSize, bufferSize, settled: true } as const;
        const results = await executor.map(doubleAllButThree, numbers, options).toArray();
        expect(results).toMatchObject(fulfilled.with(3, bad as never));
        const unordered = await executor.map(doubleAllButThree, numbers, { ...options, ordered: false }).toArray();
        const values = unordered.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        expect(values.toSorted(ascending)).toEqual(doubled.toSpliced(3, 1));
        expect(unordered.filter(({ status }) => status === 'rejected')).toMatchObject([bad]);
      }
    });

    check(`starmap does with each of these what map does, in chunks of ${chunkSize}`, async () => {
      const executor = ofTwo();
      const lists = numbers.map((n): [number, number] => [7, n]);
      for (const bufferSize of [undefined, 4]) {
        const options = { chunkSize, bufferSize };
        expect(await executor.starmap(add, lists, options).toArray()).toEqual(numbers.map((n) => 7 + n));
        const failing = executor.starmap(doubleAllBut, asynchronous(lists), options);
        expect(await failureOf(failing.toArray())).toMatchObject({ message: 'bad: 7' });
        const unordered = executor.starmap(doubleAllBut, lists, { ...options, ordered: false, settled: true });
        const statuses = (await unordered.toArray()).map(({ status }) => status);
        expect(statuses.toSorted()).toEqual([...Array<string>(49).fill('fulfilled'), 'rejected']);
      }
    });
  }

  for (const settled of [false, true]) {
    check(`ordered: false yields as completed, settled: ${settled}`, async () => {
      const executor = make({ maxWorkers: 3 });
      const doors = await gate();
      const results = executor.map(passGateAs, visits(doors.port, 'abc'), { ordered: false, settled });
      const visitors = new Map((await doors.visitors(3)).map((visitor) => [visitor.text, visitor]));
      for (const text of ['b', 'c', 'a']) {
        visitors.get(text)?.letIn();
        expect((await results.next()).value).toEqual(settled ? { status: 'fulfilled', value: text } : text);
      }
      expect(await results.next()).toEqual({ done: true, value: undefined });
    });
  }

  for (const ordered of [true, false]) {
    check(`next() called several times at once is served in turn, ordered: ${ordered}`, async () => {
      const executor = make({ maxWorkers: 2 });
      const doors = await gate();
      const results = executor.map(passGateAs, visits(doors.port, 'ab'), { ordered });
      const nexts = [results.next(), results.next(), results.next(), results.next()] as const;
      const visitors = new Map((await doors.visitors(2)).map((visitor) => [visitor.text, visitor]));
      visitors.get('b')?.letIn();
      if (!ordered) {
        expect(await nexts[0]).toEqual({ done: false, value: 'b' });
      }
      visitors.get('a')?.letIn();
      const order = ordered ? ['a', 'b'] : ['b', 'a'];
      expect(await Promise.all(nexts)).toEqual([
        ...order.map((value) => ({ done: false, value })),
        { done: true, value: undefined },
        { done: true, value: undefined },
      ]);
    });
  }

  check('without a bufferSize a sync source is submitted whole, read or not', async () => {
    const executor = make({ maxWorkers: 2 });
    const results = executor.map(double, numbers);
    expect(executor.stats()).toMatchObject({ pending: 50 });
    await executor.shutdown();
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 50 });
    expect(await results.toArray()).toEqual(doubled);
  });

  for (const [kind, source] of [
    ['a sync', synchronous],
    ['an async', asynchronous],
  ] as const) {
    for (const [chunkSize, ordered] of [
      [1, true],
      [1, false],
      [2, true],
    ] as const) {
      check(
        `${kind} source is pulled no further than the buffer, in chunks of ${chunkSize}, ordered: ${ordered}`,
        async () => {
          const executor = make({ maxWorkers: 2 });
          let pulled = 0;
          const items = source(numbers, () => {
            pulled += 1;
          });
          const results = executor.map(double, items, { bufferSize: 3, chunkSize, ordered });
          for (let taken = 1; taken <= 10; taken += 1) {
            expect((await results.next()).done).toBe(false);
            expect(pulled - taken).toBeLessThanOrEqual(3);
          }
          await results.return?.();
        },
      );
    }
  }
}

export function visits(port: number, texts: string): { port: number; text: string }[] {
  return Array.from(texts, (text) => ({ port, text }));
}

export function* synchronous<T>(items: Iterable<T>, onPull: () => void = () => {}): Generator<T> {
  for (const item of items) {
    onPull();
    yield item;
  }
}

export async function* asynchronous<T>(items: Iterable<T>, onPull: () => void = () => {}): AsyncGenerator<T> {
  for (const item of items) {
    onPull();
    await Promise.resolve();
    yield item;
  }
}
