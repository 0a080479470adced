import { CancelledError, DependencyError, task, type TaskInfo, TransferError } from '@heddle/futures';
import { Empty, Full, ShutDown, TimeoutError } from '@heddle/queue';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** A class of somebody's own, as it stands in any program. */
export class PriceError extends TypeError {
  readonly symbol: string;
  readonly code = 'ERR_PRICE';

  constructor(symbol: string, options?: ErrorOptions) {
    super(`no price for ${symbol}`, options);
    this.symbol = symbol;
  }
}

/** What a task throws, by name. */
const kinds: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  zero: () => 0,
  false: () => false,
  'an empty string': () => '',
  'a bigint': () => 12n,
  'a plain object': () => ({ reason: 'because', at: [1, new Date(0)] }),
  'a symbol': () => Symbol('stop'),
  'a function': () => function thrownFunction() {},
  'a plain object with a function': () => ({ reason: 'because', callback: () => 1 }),
  'a proxy that throws on everything': () => hostileProxy(),
  Error: () => new Error('the message'),
  TypeError: () => new TypeError('the message'),
  RangeError: () => new RangeError('the message'),
  SyntaxError: () => new SyntaxError('the message'),
  ReferenceError: () => new ReferenceError('the message'),
  EvalError: () => new EvalError('the message'),
  URIError: () => new URIError('the message'),
  'an error without a message': () => new RangeError(),
  'a class of its own': () => new PriceError('doge', { cause: new RangeError('below zero') }),
  'an error with fields': () =>
    Object.assign(new Error('with fields'), {
      status: 503,
      tags: ['a', 'b'],
      seen: new Map([[1, 'one']]),
      nothing: undefined,
      inner: new PriceError('btc'),
    }),
  'an error with fields that cannot cross': () =>
    Object.assign(new Error('with odd fields'), {
      status: 503,
      callback: () => 1,
      weak: new WeakMap(),
      mark: Symbol('s'),
    }),
  'an error with a list of errors': () =>
    Object.assign(new Error('2 problems'), { errors: [new PriceError('btc'), 'and a text'] }),
  'an error whose errors are no list': () => Object.assign(new Error('a form'), { errors: { name: 'is missing' } }),
  'a frozen error': () => Object.freeze(new RangeError('frozen')),
  'an error with the cause undefined': () => new Error('caused', { cause: undefined }),
  'an error with the cause 0': () => new Error('caused', { cause: 0 }),
  'an error with an object as its cause': () => new Error('caused', { cause: { status: 503 } }),
  'an error with a function as its cause': () => new Error('caused', { cause: () => 1 }),
  'a chain of 100 causes': () => chain(100),
  'a chain of 20,000 causes': () => chain(20_000),
  'causes that never end': () => endless(),
  'causes that lead round': () => {
    const first = new Error('first');
    first.cause = new RangeError('second', { cause: first });
    return first;
  },
  AggregateError: () =>
    new AggregateError([new SyntaxError('one', { cause: new PriceError('ltc') }), 1, undefined], 'several', {
      cause: new EvalError('why'),
    }),
  SuppressedError: () => {
    const { SuppressedError } = globalThis as unknown as { SuppressedError?: typeof Suppressed };
    return SuppressedError === undefined
      ? new Error('suppressed')
      : new SuppressedError(new RangeError('the second'), new TypeError('the first'), 'suppressed');
  },
  DOMException: () => new DOMException('stop', 'AbortError'),
  'an error whose message cannot be read': () => withGetter('message'),
  'an error whose stack cannot be read': () => withGetter('stack'),
  'an error whose name cannot be read': () => withGetter('name'),
  'an error whose toString and toJSON throw': () =>
    Object.assign(new Error('neither'), { status: 1 }, { toString: fail, toJSON: fail }),
  Empty: () => new Empty(),
  Full: () => new Full(),
  ShutDown: () => new ShutDown(),
  TimeoutError: () => new TimeoutError('too late'),
  CancelledError: () => new CancelledError('by itself', { cause: 'a whim' }),
  DependencyError: () => new DependencyError('of its own'),
  TransferError: () => new TransferError('of its own'),
};

/** The names of everything that a task may throw. */
export const everyThrown: readonly string[] = Object.keys(kinds);

/** How it is thrown. */
export type Manner = 'throws' | 'rejects' | 'rejects late';

/** Throws what `thrown` names, in this manner. */
export const throwAs: Task<[visit: { manner: Manner; thrown: string }], unknown> = task(
  import.meta,
  function throwAs({ manner, thrown }) {
    const error: unknown = kinds[thrown]?.();
    switch (manner) {
      case 'throws':
        throw error;
      case 'rejects':
        return Promise.reject(error);
      case 'rejects late':
        return rejectLate(error);
      default:
        return manner satisfies never;
    }
  },
);

async function rejectLate(error: unknown): Promise<never> {
  await new Promise(setImmediate);
  await new Promise((resolve) => setTimeout(resolve, 1)); // a scene: it fails later than it returned
  throw error;
}

declare class Suppressed extends Error {
  constructor(error: unknown, suppressed: unknown, message: string);
}

function chain(length: number): Error {
  let error = new Error('1');
  for (let link = 2; link <= length; link += 1) {
    error = new Error(String(link), { cause: error });
  }
  return error;
}

function endless(): Error {
  return Object.defineProperty(new Error('endless'), 'cause', { get: endless });
}

function withGetter(key: string): Error {
  return Object.defineProperty(new RangeError('x'), key, { get: fail });
}

function fail(): never {
  throw new Error('not for you');
}

function hostileProxy(): unknown {
  return new Proxy(
    {},
    {
      get: fail,
      has: fail,
      ownKeys: fail,
      getPrototypeOf: fail,
      getOwnPropertyDescriptor: fail,
      defineProperty: fail,
      set: fail,
      isExtensible: fail,
    },
  );
}
