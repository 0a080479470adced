import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SharedQueue, type SharedQueueOptions } from '../../src/shared/index.ts';

function through<T>(item: T, options: SharedQueueOptions<T> = {}): T {
  const queue = new SharedQueue<T>(options);
  queue.putNowait(item);
  return queue.getNowait();
}

/** One queue for all: what a codec keeps from one item must not reach the next. */
const shared = new SharedQueue<unknown>({ capacity: 2 ** 24 });

/** What `get` gives is what `structuredClone` gives, and what that refuses `put` refuses. */
function expectAsCloned(item: unknown): void {
  let expected: unknown;
  let refused = false;
  try {
    expected = structuredClone(item);
  } catch {
    refused = true;
  }
  if (refused) {
    expect(() => shared.putNowait(item)).toThrow(/could not be cloned/);
    expect(shared.qsize()).toBe(0);
    return;
  }
  shared.putNowait(item);
  expect(shared.getNowait()).toStrictEqual(expected);
}

describe('structured', () => {
  test('carries whatever structured clone carries', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withSparseArray: true,
          withTypedArray: true,
          withBoxedValues: true,
          withNullPrototype: true,
          withObjectString: true,
        }),
        expectAsCloned,
      ),
      { numRuns: 2_000 },
    );
  });

  test('carries plain data of any size', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), expectAsCloned), { numRuns: 500 });
    for (const count of [31, 32, 33, 1_000]) {
      expectAsCloned(Array.from({ length: count }, (_, index) => ({ index, name: `n${index}`, deep: [{ index }] })));
    }
  });

  const symbolic = { a: 1, [Symbol('not carried')]: 2 };
  const hidden = Object.defineProperty({ a: 1 }, 'hidden', { value: 2, enumerable: false });
  const sparse = [1, , 3]; // oxlint-disable-line no-sparse-arrays
  const special: Record<string, unknown> = {
    '-0': -0,
    'nested -0': { a: [-0] },
    NaN: [NaN, Infinity, -Infinity],
    undefined: { a: undefined, b: [undefined] },
    bigint: { a: 2n ** 70n },
    'an array with holes': sparse,
    'an array with a property': Object.assign([1, 2], { extra: 3 }),
    'an array with a hole and a property': Object.assign(Array.from({ length: 1 }).fill(0, 1), { extra: 3 }),
    'an empty array of length': Object.assign([], { length: 3 }),
    'a lone surrogate': 'a\uD800b',
    'astral text': { '😀 key': '😀𝒳' },
    'a __proto__ key': JSON.parse('{"__proto__": {"a": 1}, "b": 2}'),
    'number-like keys': { 2: 'b', 1: 'a', c: 'c' },
    'symbol keys': symbolic,
    'hidden properties': hidden,
    'a getter': {
      get a() {
        return 5;
      },
    },
    'toJSON that is hidden': Object.defineProperty({ a: 1 }, 'toJSON', { value: () => 'wrong', enumerable: false }),
    'toJSON that is data': { toJSON: 1, a: 2 },
    'a class instance': new (class Point {
      x = 1;
      toJSON() {
        return 'wrong';
      }
    })(),
    'no prototype': Object.assign(Object.create(null), { a: 1 }),
    date: new Date(5),
    'an invalid date': new Date(NaN),
    regexp: /a+/giu,
    error: Object.assign(new RangeError('far', { cause: new TypeError('deep') }), { extra: 1 }),
    map: new Map<unknown, unknown>([[{ key: 1 }, new Set([1, 'a'])]]),
    buffer: new Uint8Array([1, 2, 3]).buffer,
    'a part of a buffer': new Uint16Array(new Uint8Array([1, 2, 3, 4, 5, 6]).buffer, 2, 1),
    'a data view': new DataView(new ArrayBuffer(8), 2),
    boxed: [new Number(5), new String('five'), new Boolean(false), Object(5n)], // oxlint-disable-line no-new-wrappers
    'a long text': 'ä'.repeat(100_000),
  };
  for (const [name, item] of Object.entries(special)) {
    test(`carries as structured clone does: ${name}`, () => {
      expectAsCloned(item);
    });
  }

  test('keeps what is shared and what is circular', () => {
    const inner = { a: 1 };
    const shared = through<{ x: object; y: object }>({ x: inner, y: inner });
    expect(shared.x).toBe(shared.y);
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const taken = through(circular);
    expect(taken.self).toBe(taken);
    const buffer = new ArrayBuffer(8);
    const { a, b } = through({ a: new Uint8Array(buffer), b: new Uint8Array(buffer, 4) });
    expect(a.buffer).toBe(b.buffer);
  });

  for (const item of [
    () => 1,
    Symbol('s'),
    { deep: [() => 1] },
    new WeakMap(),
    new Proxy({}, {}),
    new Proxy([1], {}),
    Promise.resolve(),
  ]) {
    test(`refuses ${Object.prototype.toString.call(item)}, and puts nothing in`, async () => {
      const queue = new SharedQueue<unknown>();
      await expect(queue.put(item)).rejects.toThrow(/could not be cloned/);
      expect(() => queue.putSync(item)).toThrow(/could not be cloned/);
      expect(queue.stats()).toMatchObject({ size: 0, unfinished: 0 });
    });
  }

  test('refuses arguments objects, which look plain', () => {
    const call = function (): void {
      // oxlint-disable-next-line prefer-rest-params
      expectAsCloned(arguments);
    };
    Reflect.apply(call, undefined, [1, 2]);
  });

  test('is a copy of the moment of the put', async () => {
    const queue = new SharedQueue<{ a: number }>({ maxSize: 1 });
    const [first, second] = [{ a: 1 }, { a: 2 }];
    queue.putNowait(first);
    const put = queue.put(second);
    first.a = 10;
    second.a = 20;
    expect([queue.getNowait(), queue.getNowait()]).toEqual([{ a: 1 }, { a: 2 }]);
    await put;
  });
});

describe('json', () => {
  test('carries what JSON carries', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (item) => {
        expect(through<unknown>(item, { codec: 'json' })).toEqual(JSON.parse(JSON.stringify(item)));
      }),
    );
    expect(through<unknown>(new Date(0), { codec: 'json' })).toBe('1970-01-01T00:00:00.000Z');
  });

  test('refuses what JSON has no text for', () => {
    for (const item of [undefined, () => 1, Symbol('s'), 1n]) {
      expect(() => through<unknown>(item, { codec: 'json' })).toThrow(TypeError);
    }
  });
});

describe('bytes', () => {
  test('carries bytes of any length and place, around the end of the ring too', () => {
    const queue = new SharedQueue<Uint8Array>({ codec: 'bytes', capacity: 256 });
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 120 }), { maxLength: 2 }), (items) => {
        for (const item of items) {
          queue.putNowait(item);
        }
        for (const item of items) {
          const taken = queue.getNowait();
          expect(taken).toEqual(item);
          expect(taken.buffer).toBeInstanceOf(ArrayBuffer);
          expect(taken.buffer.byteLength).toBe(item.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('carries a Buffer, and the view of a part, as a Uint8Array', () => {
    expect(through(Buffer.from('abc'), { codec: 'bytes' })).toEqual(new Uint8Array([97, 98, 99]));
    const part = new Uint8Array(new ArrayBuffer(16), 4, 2).fill(9);
    expect(through(part, { codec: 'bytes' })).toEqual(new Uint8Array([9, 9]));
  });

  test('refuses all else', () => {
    for (const item of ['text', [1], new ArrayBuffer(1), new Uint16Array(1), null]) {
      expect(() => through<unknown>(item, { codec: 'bytes' })).toThrow(/Uint8Array/);
    }
  });

  test('a record larger than the queue is refused, and both sizes are told', async () => {
    const queue = new SharedQueue<Uint8Array>({ codec: 'bytes', capacity: 100 });
    expect(queue.capacity).toBe(128);
    await queue.put(new Uint8Array(124));
    await queue.get();
    await expect(queue.put(new Uint8Array(125))).rejects.toThrow(/124 bytes.*capacity 128.*125 bytes/);
    await expect(queue.put(new Uint8Array(125))).rejects.toThrow(RangeError);
    expect(queue.stats()).toMatchObject({ size: 0, unfinished: 1 });
  });

  test('a put waits for room in bytes, whatever is taken', async () => {
    const queue = new SharedQueue<Uint8Array>({ codec: 'bytes', capacity: 128 });
    await queue.put(new Uint8Array(60));
    await queue.put(new Uint8Array(56));
    const large = queue.put(new Uint8Array(100).fill(1));
    const small = queue.put(new Uint8Array(8).fill(2));
    expect(() => queue.putNowait(new Uint8Array(0))).toThrow(expect.objectContaining({ code: 'ERR_QUEUE_FULL' }));
    await queue.get();
    expect(queue.stats()).toMatchObject({ size: 1, waitingPuts: 2 });
    await queue.get();
    await Promise.all([large, small]);
    expect([(await queue.get()).length, (await queue.get()).length]).toEqual([100, 8]);
  });
});

describe("the user's own", () => {
  const codec = {
    encode: (item: number) => new TextEncoder().encode(String(item)),
    decode: (bytes: Uint8Array) => Number(new TextDecoder().decode(bytes)),
  };

  test('carries what it says, and is given again to attach', async () => {
    const queue = new SharedQueue<number>({ codec });
    const attached = SharedQueue.attach<number>(queue.handle, { codec });
    await queue.put(42);
    expect(await attached.get()).toBe(42);
    expect(() => SharedQueue.attach(queue.handle)).toThrow(/codec/);
  });

  test('what it throws fails the call, and no other', async () => {
    const queue = new SharedQueue<number>({
      codec: {
        encode(item) {
          if (item === 0) {
            throw new Error('no zeros');
          }
          return codec.encode(item);
        },
        decode(bytes) {
          const item = codec.decode(bytes);
          if (item === 13) {
            throw new Error('no luck');
          }
          return item;
        },
      },
    });
    await expect(queue.put(0)).rejects.toThrow('no zeros');
    const [unlucky, lucky] = [queue.get(), queue.get()];
    await queue.put(13);
    await queue.put(14);
    await expect(unlucky).rejects.toThrow('no luck');
    expect(await lucky).toBe(14);
    await queue.put(13);
    await queue.put(15);
    await expect(queue.get()).rejects.toThrow('no luck');
    expect(queue.getNowait()).toBe(15);
  });

  test('may use the queue itself', async () => {
    const queue: SharedQueue<number> = new SharedQueue<number>({
      codec: {
        encode: codec.encode,
        decode(bytes) {
          const item = codec.decode(bytes);
          if (item === 1) {
            queue.putNowait(2);
          }
          return item;
        },
      },
    });
    const [first, second] = [queue.get(), queue.get()];
    await queue.put(1);
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  });

  test('must return bytes', () => {
    const queue = new SharedQueue<number>({ codec: { encode: () => 'text' as never, decode: codec.decode } });
    expect(() => queue.putNowait(1)).toThrow(/encode to return a Uint8Array, got "text"/);
  });
});
