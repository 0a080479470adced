import { expect } from 'vitest';
import { asynchronous, synchronous } from './map.ts';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { double, doubleAllButThree } from '../tasks/basic.ts';

const over = { done: true, value: undefined };
const isTold = { bufferSize: 1 }; // so that the source is not through when the map ends

/** What a map owes to its source, and what it makes of one that fails or never answers. */
export function describeMapSource({ make, check }: ExecutorSubject): void {
  for (const error of [new RangeError('no more'), undefined]) {
    check(`an error of the source rejects the next next(): ${String(error)}`, async () => {
      const executor = make();
      const failing = (): never => {
        throw error;
      };
      const sources = [
        {
          *[Symbol.iterator]() {
            yield 1;
            failing();
          },
        },
        {
          async *[Symbol.asyncIterator]() {
            yield 1;
            await Promise.resolve();
            failing();
          },
        },
      ] as (Iterable<number> | AsyncIterable<number>)[];
      for (const source of sources) {
        const results = executor.map(double, source, { bufferSize: 1 });
        expect(await results.next()).toEqual({ done: false, value: 2 });
        expect(await failureOf(results.next())).toBe(error);
        expect(await results.next()).toEqual(over);
      }
      for (const kind of [Symbol.iterator, Symbol.asyncIterator]) {
        const results = executor.map(double, { [kind]: failing } as unknown as Iterable<number>);
        expect(await failureOf(results.next())).toBe(error);
        expect(await results.next()).toEqual(over);
      }
      expect(await executor.submit(double, 21)).toBe(42);
    });
  }

  const ways: Record<string, (results: AsyncIterableIterator<number>, abort: () => void) => Promise<unknown>> = {
    'by its reader': async (results) => {
      for await (const _ of results) {
        break;
      }
    },
    'by the error of an item': async (results) =>
      failureOf(async () => (await results.next(), await results.next(), await results.next())),
    'by its signal': async (results, abort) => {
      abort();
      await failureOf(results.next());
    },
  };
  for (const [how, end] of Object.entries(ways)) {
    check(`a source is told that no more is wanted when the map is ended ${how}`, async () => {
      const executor = make();
      for (const make of [synchronous, asynchronous]) {
        const controller = new AbortController();
        const source = told(make([1, 3, 5, 7]));
        const results = executor.map(doubleAllButThree, source.items, { ...isTold, signal: controller.signal });
        await end(results, () => {
          controller.abort(new Error('enough'));
        });
        expect(source.returns).toBe(1);
        await results.return?.();
        expect(source.returns).toBe(1);
      }
    });
  }

  check('a source that is through is told nothing; one that fails at being told changes nothing', async () => {
    const executor = make();
    const source = told(synchronous([1, 2]));
    expect(await executor.map(double, source.items, isTold).toArray()).toEqual([2, 4]);
    expect(source.returns).toBe(0);
    const failing = told(asynchronous([1, 2]), () => {
      throw new Error('no');
    });
    const results = executor.map(double, failing.items, isTold);
    expect(await results.next()).toEqual({ done: false, value: 2 });
    expect(await results.return?.()).toEqual(over);
    expect(failing.returns).toBe(1);
  });

  check('a source that never answers hinders nobody from leaving', async () => {
    const executor = make();
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const results = executor.map(double, silent);
    const next = results.next();
    expect(await results.return?.()).toEqual(over);
    expect(await next).toEqual(over);
    const late = executor.map(double, silent, { timeout: 1 });
    expect(await failureOf(late.next())).toMatchObject(executorErrors.timeout);
  });
}

/** A source that counts how often it was told that no more is wanted. */
function told<T>(
  source: Generator<T> | AsyncGenerator<T>,
  onReturn: () => void = () => {},
): { readonly items: Iterable<T>; readonly returns: number } {
  let returns = 0;
  const iterator = {
    next: () => source.next(),
    return: () => {
      returns += 1;
      onReturn();
      return source.return(undefined);
    },
  };
  const kind = Symbol.asyncIterator in source ? Symbol.asyncIterator : Symbol.iterator;
  return {
    items: { [kind]: () => iterator } as unknown as Iterable<T>,
    get returns() {
      return returns;
    },
  };
}
