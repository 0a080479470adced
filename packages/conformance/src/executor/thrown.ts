import { CancelledError, DependencyError, TransferError } from '@heddle/futures';
import { Empty, Full, ShutDown, TimeoutError } from '@heddle/queue';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject } from './subject.ts';
import { double } from '../tasks/basic.ts';
import { everyThrown, type Manner, throwAs } from '../tasks/thrown.ts';

/** What each arrives as; `crossed`: from a worker, else it is the very thing. */
type Arrives = (thrown: unknown, crossed: boolean) => void;

const is =
  (value: unknown): Arrives =>
  (thrown) => {
    expect(thrown).toBe(value);
  };

/** An error of just this class that looks like this. */
const isError =
  (Class: new (...args: never[]) => Error, looks: Record<string, unknown>): Arrives =>
  (thrown) => {
    expect((thrown as Error).constructor).toBe(Class);
    expect(thrown).toMatchObject({ name: Class.name, stack: expect.any(String), ...looks });
  };

/** What cannot cross is an error that says what it was; on this thread, it is what it is. */
const crossesAs =
  (text: RegExp): Arrives =>
  (thrown, crossed) => {
    if (crossed) {
      expect(thrown).toBeInstanceOf(TransferError);
      expect(thrown).toMatchObject({ ...executorErrors.transfer, message: expect.stringMatching(text) });
    } else {
      expect(thrown).not.toBeInstanceOf(Error);
    }
  };

const isSomeError: Arrives = (thrown) => {
  expect(thrown).toBeInstanceOf(RangeError);
};

const arrivals: Readonly<Record<string, Arrives>> = {
  undefined: is(undefined),
  null: is(null),
  zero: is(0),
  false: is(false),
  'an empty string': is(''),
  'a bigint': is(12n),
  'a plain object': (thrown) => {
    expect(thrown).toEqual({ reason: 'because', at: [1, new Date(0)] });
  },
  'a symbol': crossesAs(/got Symbol\(stop\)/),
  'a function': crossesAs(/got \[Function: thrownFunction\]/),
  'a plain object with a function': crossesAs(/got \{ reason: 'because', callback: \[Function/),
  'a proxy that throws on everything': (thrown, crossed) => {
    expect(crossed ? (thrown as Error).name : typeof thrown).toBe(crossed ? 'TransferError' : 'object');
  },
  Error: isError(Error, { message: 'the message' }),
  TypeError: isError(TypeError, { message: 'the message' }),
  RangeError: isError(RangeError, { message: 'the message' }),
  SyntaxError: isError(SyntaxError, { message: 'the message' }),
  ReferenceError: isError(ReferenceError, { message: 'the message' }),
  EvalError: isError(EvalError, { message: 'the message' }),
  URIError: isError(URIError, { message: 'the message' }),
  'an error without a message': isError(RangeError, { message: '' }),
  'a class of its own': (thrown, crossed) => {
    expect(thrown).toBeInstanceOf(TypeError); // the nearest class that there is everywhere
    expect(thrown).toMatchObject({
      name: crossed ? 'PriceError' : 'TypeError', // by its class, where it has set no name
      message: 'no price for doge',
      code: 'ERR_PRICE',
      symbol: 'doge',
      cause: { name: 'RangeError', message: 'below zero' },
      stack: expect.stringMatching(/tasks[\\/]thrown/),
    });
    expect((thrown as Error).cause).toBeInstanceOf(RangeError);
  },
  'an error with fields': (thrown) => {
    isError(Error, { status: 503, tags: ['a', 'b'], seen: new Map([[1, 'one']]) })(thrown, true);
    expect(Object.keys(thrown as Error)).toEqual(['status', 'tags', 'seen', 'nothing', 'inner']);
    expect(thrown).toMatchObject({ inner: { symbol: 'btc', code: 'ERR_PRICE' } });
  },
  'an error with fields that cannot cross': (thrown, crossed) => {
    isError(Error, { message: 'with odd fields', status: 503 })(thrown, crossed);
    if (crossed) {
      expect(thrown).toMatchObject({
        callback: expect.stringContaining('Function'),
        weak: expect.stringContaining('WeakMap'),
        mark: 'Symbol(s)',
      });
    }
  },
  'an error with a list of errors': (thrown) => {
    expect(thrown).toMatchObject({ errors: [{ symbol: 'btc', code: 'ERR_PRICE' }, 'and a text'] });
    expect(Object.keys(thrown as Error)).toEqual(['errors']);
  },
  'an error whose errors are no list': isError(Error, { errors: { name: 'is missing' } }),
  'a frozen error': isError(RangeError, { message: 'frozen' }),
  'an error with the cause undefined': (thrown) => {
    expect(Object.hasOwn(thrown as Error, 'cause')).toBe(true);
    isError(Error, { message: 'caused', cause: undefined })(thrown, true);
  },
  'an error with the cause 0': isError(Error, { cause: 0 }),
  'an error with an object as its cause': isError(Error, { cause: { status: 503 } }),
  'an error with a function as its cause': (thrown, crossed) => {
    isError(Error, { cause: crossed ? expect.stringContaining('Function') : expect.any(Function) })(thrown, crossed);
  },
  'a chain of 100 causes': (thrown) => {
    let error = thrown as Error;
    for (let link = 100; link > 1; link -= 1) {
      expect(error.message).toBe(String(link));
      error = error.cause as Error;
    }
    expect([error.message, Object.hasOwn(error, 'cause')]).toEqual(['1', false]);
  },
  'a chain of 20,000 causes': (thrown) => {
    expect(thrown).toMatchObject({ message: '20000', cause: { message: '19999' } });
  },
  'causes that never end': (thrown) => {
    expect(thrown).toMatchObject({ message: 'endless', cause: { message: 'endless' } });
  },
  'causes that lead round': (thrown) => {
    isError(Error, { message: 'first' })(thrown, true);
    const second = (thrown as Error).cause;
    isError(RangeError, { message: 'second' })(second, true);
    expect((second as Error).cause).toBe(thrown);
  },
  AggregateError: (thrown) => {
    isError(AggregateError, { message: 'several' })(thrown, true);
    const { errors, cause } = thrown as AggregateError;
    expect(errors).toHaveLength(3);
    isError(SyntaxError, { message: 'one', cause: expect.objectContaining({ symbol: 'ltc' }) })(errors[0], true);
    expect(errors.slice(1)).toEqual([1, undefined]);
    isError(EvalError, { message: 'why' })(cause, true);
  },
  SuppressedError: (thrown) => {
    expect(thrown).toBeInstanceOf(Error);
    if ('SuppressedError' in globalThis) {
      expect(thrown).toMatchObject({
        name: 'SuppressedError',
        message: 'suppressed',
        error: { name: 'RangeError', message: 'the second' },
        suppressed: { name: 'TypeError', message: 'the first' },
      });
      expect((thrown as Error).constructor.name).toBe('SuppressedError');
    }
  },
  DOMException: (thrown) => {
    const { name, code, message } = thrown as DOMException;
    expect(thrown).toBeInstanceOf(DOMException);
    expect([name, code, message]).toEqual(['AbortError', 20, 'stop']);
  },
  'an error whose message cannot be read': isSomeError,
  'an error whose stack cannot be read': isSomeError,
  'an error whose name cannot be read': isSomeError,
  'an error whose toString and toJSON throw': (thrown) => {
    expect([(thrown as Error).message, (thrown as Error & { status: number }).status]).toEqual(['neither', 1]);
  },
  Empty: isError(Empty, { code: 'ERR_QUEUE_EMPTY' }),
  Full: isError(Full, { code: 'ERR_QUEUE_FULL' }),
  ShutDown: isError(ShutDown, { code: 'ERR_QUEUE_SHUT_DOWN' }),
  TimeoutError: isError(TimeoutError, { code: 'ERR_TIMEOUT', message: 'too late' }),
  CancelledError: isError(CancelledError, { code: 'ERR_CANCELLED', message: 'by itself', cause: 'a whim' }),
  DependencyError: isError(DependencyError, { code: 'ERR_DEPENDENCY', message: 'of its own' }),
  TransferError: isError(TransferError, { code: 'ERR_TRANSFER', message: 'of its own' }),
};

const everything: readonly (readonly [string, Arrives])[] = everyThrown.map((thrown) => [
  thrown,
  arrivals[thrown] ?? is(`what ${thrown} arrives as`),
]);

export function describeThrown({ share, check, workers }: ExecutorSubject): void {
  const crossed = workers !== 'none';
  const shared = share();

  for (const [thrown, arrives] of everything) {
    check(`${thrown}, thrown or rejected with, is the failure of its task alone`, async () => {
      const executor = shared();
      const before = executor.stats();
      for (const manner of ['throws', 'rejects', 'rejects late'] as const) {
        const future = executor.submit(throwAs, { manner, thrown });
        arrives((await caught(future)).error, crossed);
        expect([future.state, future.cancelled(), future.cancel()]).toEqual(['finished', false, false]);
      }
      expect(await executor.submit(double, 21)).toBe(42);
      expect(executor.stats()).toEqual({
        ...before,
        workers: before.workers === 0 ? 1 : before.workers,
        idle: before.workers === 0 ? 1 : before.idle,
        failed: before.failed + 3,
        done: before.done + 1,
      });
    });
  }

  for (const chunkSize of [1, 3]) {
    const how = chunkSize === 1 ? 'alone' : 'in a chunk';

    check(`everything of it, thrown ${how} in a settled map, is the outcome of its item`, async () => {
      const items = everything.map(([thrown], index) => ({ thrown, manner: mannerOf(index) }));
      const results = await shared().map(throwAs, items, { chunkSize, settled: true }).toArray();
      expect(results.map(({ status }) => status)).toEqual(items.map(() => 'rejected'));
      for (const [index, [, arrives]] of everything.entries()) {
        arrives((results[index] as PromiseRejectedResult).reason, crossed);
      }
    });

    check(`what an item ${how} throws ends the map at its place, undefined too`, async () => {
      const executor = shared();
      for (const thrown of ['undefined', 'a class of its own', 'CancelledError'] as const) {
        const results = executor.map(throwAs, [{ thrown, manner: 'rejects' }], { chunkSize });
        arrivals[thrown]?.((await caught(results.next())).error, crossed);
        expect(await results.next()).toEqual({ done: true, value: undefined });
      }
      expect(await executor.submit(double, 21)).toBe(42);
    });
  }

  check('where it was thrown stands below where it was waited for', async () => {
    const { error } = await caught(shared().submit(throwAs, { manner: 'throws', thrown: 'RangeError' }));
    const { stack = '' } = error as Error;
    expect(stack).toMatch(/^RangeError: the message\n {4}at /);
    expect(stack).toMatch(
      crossed ? /--- on .* ---\nRangeError: the message\n[^]*tasks[\\/]thrown/ : /tasks[\\/]thrown/,
    );
  });
}

function mannerOf(index: number): Manner {
  return (['throws', 'rejects', 'rejects late'] as const)[index % 3] ?? 'throws';
}

/** What a promise rejects with, boxed: what is thrown may be a thenable, or not bear a look. */
async function caught(promise: PromiseLike<unknown>): Promise<{ readonly error: unknown }> {
  try {
    await promise;
  } catch (error) {
    return { error };
  }
  throw new Error('Expected a failure, got a value');
}
