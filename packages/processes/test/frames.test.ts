import { fork } from 'node:child_process';
import { once } from 'node:events';
import type * as fs from 'node:fs';
import type { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FrameWriter } from '../src/frame-writer.ts';
import { frame, headerBytes, type Pipe } from '../src/frames.ts';
import { socketFd } from '../src/socket-fd.ts';
import { TurnReader } from '../src/turn-reader.ts';

/** What is written into the pipes, and how much of it at a time: an error where one is full, or where there is nobody. */
const pipe = vi.hoisted(() => ({
  written: [] as { fd: number; bytes: Uint8Array }[],
  takes: [] as (number | string)[],
  fifoPath: 'a named pipe',
  fifoFd: 99,
}));

vi.mock('node:fs', async (importActual) => ({
  ...(await importActual<typeof fs>()),
  openSync: (path: string): number => {
    if (path !== pipe.fifoPath) {
      throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    }
    return pipe.fifoFd;
  },
  writeSync: (fd: number, bytes: Uint8Array, offset: number): number => {
    const take = pipe.takes.shift() ?? Infinity;
    if (typeof take === 'string') {
      throw Object.assign(new Error(take), { code: take });
    }
    const count = Math.min(take, bytes.length - offset);
    pipe.written.push({ fd, bytes: Uint8Array.from(bytes.subarray(offset, offset + count)) }); // the writer uses its bytes again
    return count;
  },
}));

afterEach(() => {
  pipe.written.length = 0;
  pipe.takes.length = 0;
});

type Said = ['messages', unknown] | ['result', ...unknown[]];

interface Piece {
  readonly from: Pipe;
  readonly bytes: Uint8Array;
}

/** What a reader hears of `pieces`, and how often it is told that the next frame is in the named pipe. */
function hear(pieces: Iterable<Piece>): { heard: Said[]; errors: unknown[]; turns: number } {
  const [heard, errors] = [[] as Said[], [] as unknown[]];
  let turns = 0;
  const reader = new TurnReader(
    {
      messages: (messages) => heard.push(['messages', messages]),
      result: (...result) => heard.push(['result', ...result]),
    },
    (error) => errors.push(error),
    (turn) => {
      turns += turn === 'fifo' ? 1 : 0;
    },
  );
  for (const { from, bytes } of pieces) {
    reader.read(from, Buffer.from(bytes));
  }
  return { heard, errors, turns };
}

function bytesIn(fd: number): Uint8Array {
  return Buffer.concat(pipe.written.filter((each) => each.fd === fd).map(({ bytes }) => bytes));
}

function* from(which: Pipe, pieces: Iterable<Uint8Array>): Generator<Piece> {
  for (const bytes of pieces) {
    yield { from: which, bytes };
  }
}

/** The pieces of both, each in its own order: of `a` where `isA` says so, over and over. */
function* mix<P>(a: Iterable<P>, b: Iterable<P>, isA: readonly boolean[]): Generator<P> {
  const [ofA, ofB] = [[...a], [...b]];
  for (let n = 0; ofA.length + ofB.length > 0; n += 1) {
    const [first, second] = isA[n % isA.length] === true ? [ofA, ofB] : [ofB, ofA];
    yield (first.shift() ?? second.shift()) as P;
  }
}

/** Cuts `bytes` where `cuts` say: from there on, over and over. */
function* cut(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const end = at + (cuts[n % cuts.length] ?? bytes.length);
    yield bytes.subarray(at, end);
    at = end;
  }
}

const value = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: false,
  }),
  fc.constantFrom(undefined, null, -0, NaN, '', 'ü 🧵', '\u2028', '\ud800', { a: undefined }, [-0]),
  fc.string({ unit: 'binary' }),
  fc.nat(10_000).map((length) => '€'.repeat(length)),
);
const ms = fc.oneof(fc.constant(undefined), fc.double({ min: 0.25, max: 1e6, noNaN: true }));
const said = fc.oneof(
  { weight: 4, arbitrary: fc.record({ call: fc.integer({ min: 1, max: 2 ** 53 - 1 }), value, ms }) },
  { weight: 1, arbitrary: fc.record({ messages: fc.array(fc.constant({ type: 'ready' as const })) }) },
);
const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 });

test('any values arrive whole and in order, in whatever pieces they are written and read', () => {
  fc.assert(
    fc.property(
      fc.array(said),
      fc.array(fc.oneof(fc.integer({ min: 1, max: 500 }), fc.constant('EAGAIN')), { maxLength: 8 }),
      cuts,
      fc.option(fc.nat(20), { nil: undefined }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }),
      (all, takes, where, fifoFrom, isSocket) => {
        pipe.written.length = 0;
        pipe.takes.splice(0, Infinity, ...takes);
        const writer = new FrameWriter();
        const expected = all.map((each, index): Said => {
          if (index === fifoFrom) {
            writer.useFifo(pipe.fifoPath);
          }
          if ('messages' in each) {
            writer.writeMessages(each.messages);
            return ['messages', each.messages];
          }
          writer.writeResult(each.call, each.value, each.ms);
          const copy: unknown = deserialize(serialize(each.value));
          return each.ms === undefined ? ['result', each.call, copy] : ['result', each.call, copy, each.ms];
        });
        const socket = from('socket', cut(bytesIn(socketFd), where));
        const fifo = from('fifo', cut(bytesIn(pipe.fifoFd), where));
        const { heard, errors } = hear(mix(socket, fifo, isSocket));
        expect(errors).toEqual([]);
        expect(heard).toHaveLength(expected.length);
        for (const [index, each] of expected.entries()) {
          if (!isDeepStrictEqual(heard[index], each)) {
            expect(heard[index]).toStrictEqual(each);
            throw new Error(`Expected what was said, got something else at ${index}`);
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('what is small goes by the named pipe once there is one, what is large by the socket', () => {
  const writer = new FrameWriter();
  const fds = (): number[] => pipe.written.splice(0, Infinity).map(({ fd }) => fd);
  writer.writeResult(1, 'small', undefined);
  expect(fds()).toEqual([socketFd]);
  writer.useFifo(pipe.fifoPath);
  writer.writeResult(2, 'small', undefined);
  writer.writeResult(3, 'small', undefined);
  expect(fds()).toEqual([socketFd, pipe.fifoFd, pipe.fifoFd]); // it says that it goes on elsewhere
  writer.writeResult(4, 'large'.repeat(10_000), undefined);
  writer.writeMessages([{ type: 'ready' }]);
  expect(fds()).toEqual([pipe.fifoFd, socketFd, socketFd, pipe.fifoFd]);
});

test('without a named pipe all goes by the socket', () => {
  const writer = new FrameWriter();
  writer.useFifo('nowhere');
  writer.writeResult(1, 'small', undefined);
  expect(pipe.written.map(({ fd }) => fd)).toEqual([socketFd]);
});

test('it is told when the named pipe has its turn, and what is there already is read then', () => {
  const writer = new FrameWriter();
  writer.writeResult(1, 1, undefined);
  writer.useFifo(pipe.fifoPath);
  writer.writeResult(2, 2, undefined);
  const [socket, fifo] = [bytesIn(socketFd), bytesIn(pipe.fifoFd)];
  const early = hear([{ from: 'fifo', bytes: fifo }]);
  expect(early).toEqual({ heard: [], errors: [], turns: 0 });
  const late = hear([
    { from: 'fifo', bytes: fifo },
    { from: 'socket', bytes: socket },
  ]);
  expect(late).toEqual({
    heard: [
      ['result', 1, 1],
      ['result', 2, 2],
    ],
    errors: [],
    turns: 1,
  });
});

test('what cannot be cloned throws, and nothing of it is written', () => {
  const writer = new FrameWriter();
  for (const bad of [
    () => {},
    { f: () => {} },
    [Symbol('s')],
    {
      get price(): never {
        throw new RangeError('no price');
      },
    },
  ]) {
    expect(() => {
      writer.writeResult(1, bad, undefined);
    }).toThrow();
  }
  expect(pipe.written).toEqual([]);
  writer.writeResult(2, 'fine', undefined);
  expect(hear([{ from: 'socket', bytes: bytesIn(socketFd) }]).heard).toEqual([['result', 2, 'fine']]);
});

describe('a pipe without a reader', () => {
  test.each(['EPIPE', 'ECONNRESET'])('%s is nobody to tell', (code) => {
    pipe.takes.push(code);
    new FrameWriter().writeResult(1, 1, undefined);
    expect(pipe.written).toEqual([]);
  });

  test('any other error is one', () => {
    pipe.takes.push('EBADF');
    expect(() => {
      new FrameWriter().writeResult(1, 1, undefined);
    }).toThrow('EBADF');
  });
});

test('what cannot be read is told, and what follows is heard', () => {
  const writer = new FrameWriter();
  writer.writeResult(1, 'before', undefined);
  const bad = Buffer.alloc(headerBytes + 3, 0xee);
  bad.writeUInt32LE(3, 0);
  for (const kind of [frame.messages, frame.result]) {
    bad[4] = kind;
    pipe.written.push({ fd: socketFd, bytes: Uint8Array.from(bad) });
  }
  writer.writeResult(2, undefined, undefined);
  const { heard, errors } = hear(from('socket', cut(bytesIn(socketFd), [3])));
  expect(errors).toHaveLength(2);
  expect(heard).toEqual([
    ['result', 1, 'before'],
    ['result', 2, undefined],
  ]);
});

test('a process writes to its pipe whatever it says, though that is more than the pipe holds', async () => {
  const values = [
    ...fc.sample(value, 200),
    'x'.repeat(1_000_000),
    new Uint8Array(500_000).fill(7),
    Array.from({ length: 50_000 }, (_, n) => n),
    1,
    undefined,
  ];
  const child = fork(new URL('fixtures/write-frames.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  });
  child.send(values);
  await once(child, 'spawn');
  const pieces: Buffer[] = [];
  for await (const piece of child.stdio[socketFd] as Readable) {
    pieces.push(piece as Buffer);
  }
  const copies = deserialize(serialize(values)) as unknown[];
  const expected = copies.flatMap((copy, index): Said[] => [
    index % 5 === 4 ? ['result', index, copy, 1.5] : ['result', index, copy],
    ...(index % 7 === 6 ? [['messages', [{ type: 'not begun', from: index, term: 0 }]] satisfies Said] : []),
  ]);
  const { heard, errors } = hear(from('socket', pieces));
  expect(errors).toEqual([]);
  expect(isDeepStrictEqual(heard, expected)).toBe(true);
});
