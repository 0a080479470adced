import { inspect } from 'node:util';
import { CancelledError, TransferError, WorkerCrashedError } from '@heddle/futures';
import { Empty, Full, ShutDown, TimeoutError } from '@heddle/queue';
import { decodeThrown, encodeThrown } from '@heddle/transport';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withTextOnly } from '../src/errors/encode.ts';

/** There and back, as a channel would. */
function cross<T>(thrown: T): T {
  return decodeThrown(structuredClone(encodeThrown(thrown)), 'worker thread 1') as T;
}

const builtIn = [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError] as const;

const plain = fc.oneof(
  fc.string(),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.uint8Array(),
  fc.array(fc.integer()),
);

const anyError: fc.Arbitrary<Error> = fc.letrec<{ error: Error }>((tie) => ({
  error: fc
    .record({
      Class: fc.constantFrom(...builtIn),
      message: fc.string(),
      code: fc.option(fc.string(), { nil: undefined }),
      fields: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), plain),
      cause: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constant(undefined), plain, tie('error')),
    })
    .map(({ Class, message, code, fields, cause }) => {
      const error = cause === undefined ? new Class(message) : new Class(message, { cause });
      for (const [key, value] of Object.entries(fields)) {
        if (!['name', 'message', 'stack', 'cause', 'errors', 'code'].includes(key)) {
          Object.assign(error, { [key]: value });
        }
      }
      return code === undefined ? error : Object.assign(error, { code });
    }),
})).error;

function ownFields(error: Error): Record<string, unknown> {
  return Object.fromEntries(Object.entries(error));
}

function expectSame(near: unknown, far: unknown): void {
  if (!(far instanceof Error)) {
    expect(near).toEqual(far);
    return;
  }
  expect(near).toBeInstanceOf(far.constructor);
  const error = near as Error;
  expect([error.name, error.message, ownFields(error)]).toEqual([far.name, far.message, ownFields(far)]);
  expect(error.stack).toContain(far.stack);
  expect(Object.hasOwn(error, 'cause')).toBe(Object.hasOwn(far, 'cause'));
  expectSame(error.cause, far.cause);
}

describe('the error codec', () => {
  it('keeps class, name, message, code, fields and causes of any error', () => {
    fc.assert(
      fc.property(anyError, (error) => {
        expectSame(cross(error), error);
      }),
    );
  });

  it('keeps any value that is thrown and is no error', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(cross(value)).toEqual(value);
      }),
    );
  });

  it.each([
    new Empty(),
    new Full(),
    new ShutDown(),
    new TimeoutError('late'),
    new CancelledError('no'),
    new WorkerCrashedError('gone'),
  ])('has %s come back as itself', (error) => {
    const near = cross(error);
    expect(near.constructor).toBe(error.constructor);
    expect(near).toMatchObject({ name: error.name, code: error.code, message: error.message });
    expect(Object.keys(near).toSorted()).toEqual(Object.keys(error).toSorted());
  });

  it("does not take somebody else's error for its own by the code alone", () => {
    const near = cross(Object.assign(new Error('slow'), { code: 'ERR_TIMEOUT' }));
    expect(near).not.toBeInstanceOf(TimeoutError);
    expect(near).toMatchObject({ name: 'Error', code: 'ERR_TIMEOUT' });
  });

  it('names other classes, also those that set no name', () => {
    class Unnamed extends RangeError {}
    class Named extends Error {
      override readonly name = 'ByField';
    }
    expect(cross(new Unnamed('x'))).toMatchObject({ name: 'Unnamed' });
    expect(cross(new Unnamed('x'))).toBeInstanceOf(RangeError);
    expect(cross(new Named('x'))).toMatchObject({ name: 'ByField' });
  });

  it('keeps an error that appears twice one error', () => {
    const inner = new Error('inner');
    const near = cross(new AggregateError([inner, inner], 'twice', { cause: inner }));
    expect(near.errors[0]).toBe(near.errors[1]);
    expect(near.cause).toBe(near.errors[0]);
  });

  it('keeps errors that are fields', () => {
    const near = cross(Object.assign(new Error('outer'), { first: new TypeError('inner') }));
    expect(near.first).toBeInstanceOf(TypeError);
  });

  it('shows what cannot be cloned, and survives what cannot be looked at', () => {
    const hostile = Object.assign(new Error('x'), { symbol: Symbol('s'), weak: new WeakMap() });
    Object.defineProperty(hostile, 'trap', {
      enumerable: true,
      get() {
        throw new Error('trap');
      },
    });
    expect(cross(hostile)).toMatchObject({
      symbol: 'Symbol(s)',
      weak: expect.stringContaining('WeakMap'),
      trap: expect.stringContaining('could not be read'),
    });
    const { proxy, revoke } = Proxy.revocable(new Error('gone'), {});
    revoke();
    expect(cross<unknown>(proxy)).toBeInstanceOf(TransferError);
  });

  it.each([Symbol('stop'), () => 1, { callback: () => 1 }, new WeakMap()])(
    'has %o, which cannot cross, come as an error that says what it was',
    (thrown) => {
      const near = cross<unknown>(thrown);
      expect(near).toBeInstanceOf(TransferError);
      expect((near as Error).message).toContain(`got ${inspect(thrown)}`);
    },
  );

  it('keeps what a channel refuses, as text, and keeps the rest', () => {
    const shared = new SharedArrayBuffer(8);
    const error = Object.assign(new RangeError('x', { cause: shared }), { shared, status: 503, errors: [shared, 1] });
    const near = decodeThrown(withTextOnly(encodeThrown(error)), 'worker process 1');
    expect(near).toBeInstanceOf(RangeError);
    const text = expect.stringContaining('SharedArrayBuffer');
    expect(near).toMatchObject({ message: 'x', status: 503, shared: text, cause: text, errors: [text, 1] });
    expect(decodeThrown(withTextOnly(encodeThrown(shared)), 'worker process 1')).toMatchObject({
      code: 'ERR_TRANSFER',
      message: text,
    });
  });

  it('keeps a list of errors on any error, and fields that are undefined', () => {
    const near = cross(Object.assign(new Error('2 problems'), { errors: [new TypeError('one'), 2], hole: undefined }));
    expect(near.errors[0]).toBeInstanceOf(TypeError);
    expect(Object.keys(near).toSorted()).toEqual(['errors', 'hole']);
  });

  it('follows causes as far as anybody would look, and no further', () => {
    const endless = (): Error => Object.defineProperty(new Error('endless'), 'cause', { get: endless });
    const depthOf = (error: unknown): number => {
      let depth = 0;
      for (let next = error; next instanceof Error; next = next.cause) {
        depth += 1;
      }
      return depth;
    };
    expect(depthOf(cross(endless()))).toBe(1_000);
    let deep = new Error('0');
    for (let link = 1; link < 500; link += 1) {
      deep = new Error(String(link), { cause: deep });
    }
    expect(depthOf(cross(deep))).toBe(500);
  });

  it('puts the far stack below the near one', () => {
    const error = new Error('two\nlines');
    const { stack = '' } = cross(error);
    expect(stack.startsWith('Error: two\nlines\n    at ')).toBe(true);
    expect(stack.indexOf('--- on worker thread 1 ---')).toBeLessThan(stack.indexOf(error.stack ?? 'none'));
  });
});
