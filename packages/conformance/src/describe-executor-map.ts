import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './describe-executor-subject.ts';
import { add, double, doubleAllButThree, passGateAs } from './tasks.ts';

const numbers = Array.from({ length: 50 }, (_, index) => index);
const doubled = numbers.map((n) => 2 * n);

export function describeMap({ make, gate, check }: ExecutorSubject): void {
  check('map yields the results in the order of the items', async () => {
    const executor = make({ maxWorkers: 2 });
    expect(await executor.map(double, numbers).toArray()).toEqual(doubled);
    expect(await executor.map(double, []).toArray()).toEqual([]);
    expect(await executor.map(double, asynchronous(numbers)).toArray()).toEqual(doubled);
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
        const executor = make({ maxWorkers: 2 });
        const options = bufferSize === undefined ? { chunkSize } : { chunkSize, bufferSize };
        expect(await executor.map(double, numbers, options).toArray()).toEqual(doubled);
        const unordered = await executor.map(double, numbers, { ...options, ordered: false }).toArray();
        expect(unordered.toSorted((a, b) => a - b)).toEqual(doubled);
      });
    }
  }

  for (const chunkSize of [1, 2, 10]) {
    check(`an error surfaces at its item's place, in chunks of ${chunkSize}`, async () => {
      const results: number[] = [];
      const error = await failureOf(async () => {
        for await (const result of make().map(doubleAllButThree, [0, 1, 2, 3, 4, 5], { chunkSize })) {
          results.push(result);
        }
      });
      expect(error).toBeInstanceOf(RangeError);
      expect(error).toMatchObject({ message: 'bad: 3' });
      expect(results).toEqual([0, 2, 4]);
    });

    check(`settled yields errors among the results, in chunks of ${chunkSize}`, async () => {
      const results = await make().map(doubleAllButThree, [2, 3, 4], { settled: true, chunkSize }).toArray();
      expect(results).toMatchObject([
        { status: 'fulfilled', value: 4 },
        { status: 'rejected', reason: { name: 'RangeError', message: 'bad: 3' } },
        { status: 'fulfilled', value: 8 },
      ]);
    });
  }

  check('ordered: false yields as completed', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const visits = ['a', 'b'].map((text) => ({ port: doors.port, text }));
    const results = executor.map(passGateAs, visits, { ordered: false });
    const visitors = await doors.visitors(2);
    visitors.find(({ text }) => text === 'b')?.letIn();
    expect((await results.next()).value).toBe('b');
    doors.open();
    expect(await results.toArray()).toEqual(['a']);
  });

  check('leaving a map early cancels what has not started, and leaves alone what runs', async () => {
    const executor = make();
    const doors = await gate();
    const visits = ['a', 'b', 'c', 'd'].map((text) => ({ port: doors.port, text }));
    const results = executor.map(passGateAs, visits);
    const first = await doors.visitor();
    first.letIn();
    expect((await results.next()).value).toBe('a');
    const second = await doors.visitor();
    await results.return?.();
    expect(executor.stats()).toMatchObject({ running: 1, pending: 0, cancelled: 2 });
    second.letIn();
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ done: 3, cancelled: 2 });
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  check('the deadline and the signal of a map end it, and not what runs', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const visit = { port: doors.port, text: 'a' };
    const controller = new AbortController();
    const late = executor.map(passGateAs, [visit], { timeout: 1 });
    const aborted = executor.map(passGateAs, [visit], { signal: controller.signal });
    await doors.visitors(2);
    expect(await failureOf(late.next())).toMatchObject(executorErrors.timeout);
    const next = failureOf(aborted.next());
    controller.abort(new Error('enough'));
    expect(await next).toMatchObject({ message: 'enough' });
    expect(executor.stats()).toMatchObject({ running: 2, cancelled: 0 });
  });

  check('an async source is pulled no further than the buffer', async () => {
    const executor = make({ maxWorkers: 2 });
    let pulled = 0;
    const results = executor.map(
      double,
      asynchronous(numbers, () => {
        pulled += 1;
      }),
      { bufferSize: 3 },
    );
    for (let taken = 1; taken <= 10; taken += 1) {
      await results.next();
      expect(pulled - taken).toBeLessThanOrEqual(3);
    }
    await results.return?.();
  });
}

async function* asynchronous<T>(items: Iterable<T>, onPull: () => void = () => {}): AsyncGenerator<T> {
  for (const item of items) {
    onPull();
    await Promise.resolve();
    yield item;
  }
}
