// Longer than most: a pool and a worker in one, and all that may cross between them.
import type { ToPool, WireTerms } from '@heddle/transport';
import type { WorkItem } from '@heddle/futures/executor';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { InFlight } from '../../transport/src/near/in-flight.ts';
import { now } from '../src/clock.ts';
import { FarLease } from '../src/far-lease.ts';
import { Lease } from '../src/lease.ts';

/** Longer than calls are lent. */
const long = 30;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['hrtime'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What goes with calls some of which do not count as begun. */
function termsOf(lease: Lease, last: number): WireTerms {
  const terms = lease.terms(last);
  expect(terms).toBeDefined();
  return terms as WireTerms;
}

describe('Lease', () => {
  test('calls are lent until a time, and nothing can be taken back before', () => {
    const lease = new Lease();
    lease.offer(1, false, 1);
    lease.offer(2, false, 1);
    const { until } = termsOf(lease, 2);
    expect(lease.recoverableIn).toBe(Math.ceil(until - now()));
    vi.advanceTimersByTime(until - now() - 1);
    expect([lease.recoverableIn, lease.recover(2, 1), lease.takeBack()]).toEqual([1, false, false]);
    vi.advanceTimersByTime(1);
    expect([lease.recoverableIn, lease.recover(2, 1), lease.takeBack()]).toEqual([0, true, false]);
  });

  test('neither the oldest is recovered, which may be running, nor what counts as begun', () => {
    const lease = new Lease();
    for (const call of [1, 2, 3, 4]) {
      lease.offer(call, call === 3, 1);
    }
    expect(termsOf(lease, 4).begun).toEqual([3]);
    vi.advanceTimersByTime(long);
    expect([1, 2, 3, 4].map((call) => lease.recover(call, 1))).toEqual([false, true, false, true]);
    expect([3, 4].map((call) => lease.hasBegun(call, 3))).toEqual([true, false]);
    expect(lease.hasBegun(3, 0)).toBe(true);
  });

  test('calls that have ended are forgotten with the next one', () => {
    const lease = new Lease();
    for (const call of [1, 2, 3]) {
      lease.offer(call, true, 1);
    }
    expect([1, 2, 3].map((call) => lease.hasBegun(call, 0))).toEqual([true, true, true]);
    lease.offer(4, true, 3);
    expect([1, 2, 3, 4].map((call) => lease.hasBegun(call, 0))).toEqual([false, false, true, true]);
  });

  test('what counts as begun is told with the next message, and with no other', () => {
    const lease = new Lease();
    lease.offer(1, true, 1);
    lease.offer(2, false, 1);
    expect(termsOf(lease, 2).begun).toEqual([1]);
    lease.offer(3, false, 1);
    expect(termsOf(lease, 3).begun).toEqual([]);
  });

  test('nothing goes with calls that all count as begun, and no time is renewed by them', () => {
    const lease = new Lease();
    lease.offer(1, true, 1);
    lease.offer(2, true, 1);
    expect([lease.terms(2), lease.recoverableIn]).toEqual([undefined, 0]);
    lease.offer(3, false, 1);
    const { until } = termsOf(lease, 3);
    vi.advanceTimersByTime(20);
    lease.offer(4, true, 1);
    expect([lease.terms(4), lease.recoverableIn]).toEqual([undefined, Math.ceil(until - now())]);
  });

  test('each message renews the time of all; one after a call was taken back begins another term', () => {
    const lease = new Lease();
    const first = termsOf(lease, 2);
    vi.advanceTimersByTime(20);
    const second = termsOf(lease, 3);
    expect([second.term, second.until]).toEqual([first.term, first.until + 20]);
    vi.advanceTimersByTime(20);
    expect([lease.recover(2, 1), lease.isEnding]).toEqual([false, false]);
    vi.advanceTimersByTime(long);
    expect([lease.recover(2, 1), lease.isEnding]).toEqual([true, true]);
    expect([termsOf(lease, 4).term, lease.isEnding]).toEqual([first.term + 1, false]);
  });

  test('the word of a worker ends the term that it is about, and no later one', () => {
    const lease = new Lease();
    const { term } = termsOf(lease, 1);
    expect([lease.endTerm(term), lease.endTerm(term)]).toEqual([true, false]);
    expect(termsOf(lease, 2).term).toBe(term + 1);
  });
});

describe('FarLease', () => {
  const makeFar = (): { far: FarLease; given: [number, number][]; terms: (of: Partial<WireTerms>) => void } => {
    const given: [number, number][] = [];
    const far = new FarLease((from, term) => given.push([from, term]));
    return {
      far,
      given,
      terms: (of) => {
        const terms = { term: 0, until: now() + 25, begun: [], last: 5, ...of };
        far.accept(terms, terms.last);
      },
    };
  };

  test('begins calls until their time is over, and then gives back, once, all that came', () => {
    const { far, given, terms } = makeFar();
    terms({});
    vi.advanceTimersByTime(24);
    expect([far.begin(1), far.begin(2), given]).toEqual([true, true, []]);
    vi.advanceTimersByTime(1);
    expect([far.begin(3), far.begin(4), far.begin(5), given]).toEqual([false, false, false, [[3, 0]]]);
  });

  test('what was given back is never begun, nor what crossed with that word; what is sent after it is', () => {
    const { far, given, terms } = makeFar();
    terms({});
    vi.advanceTimersByTime(long);
    expect(far.begin(1)).toBe(false);
    terms({ last: 8 }); // sent before the pool heard
    expect([far.begin(5), far.begin(6), far.begin(8)]).toEqual([false, false, false]);
    terms({ term: 1, last: 10 });
    expect([far.begin(8), far.begin(9), far.begin(10), given]).toEqual([false, true, true, [[1, 0]]]);
  });

  test('a term that the pool ended is over, whatever time it had left', () => {
    const { far, given, terms } = makeFar();
    terms({});
    terms({ term: 1, last: 7 });
    expect([far.begin(5), far.begin(6), given]).toEqual([false, true, []]);
  });

  test('what counts as begun is, when its turn comes, whatever the time and the term', () => {
    const { far, terms } = makeFar();
    terms({ begun: [1, 4] });
    vi.advanceTimersByTime(long);
    expect([1, 2].map((call) => far.hasBegun(call))).toEqual([true, false]);
    expect(far.begin(2)).toBe(false);
    terms({ begun: [6], last: 6 });
    expect([3, 4, 5, 6].map((call) => far.hasBegun(call))).toEqual([false, true, false, true]);
  });

  test('without terms all that came counts as begun, and nothing else', () => {
    const { far, terms } = makeFar();
    terms({});
    far.accept(undefined, 7);
    expect([5, 6, 7, 8].map((call) => far.hasBegun(call))).toEqual([false, true, true, false]);
  });

  test('while a task waits for others it begins none', () => {
    const { far, given, terms } = makeFar();
    terms({});
    far.lent(true);
    expect([far.begin(1), given]).toEqual([false, [[1, 0]]]);
    terms({ term: 1, last: 6 });
    far.lent(false);
    expect(far.begin(6)).toBe(true);
  });
});

/** One call, as the pool has it. */
class Job {
  isHanded = true;
  call = 0;
  readonly n: number;

  constructor(n: number) {
    this.n = n;
  }

  start(): boolean {
    this.isHanded = false;
    return true;
  }
}

/** A pool and one worker, with a way between them on which everything may take its time. */
class Scene {
  readonly lease = new Lease();
  readonly inFlight = new InFlight(this.lease);
  readonly toWorker: { readonly jobs: readonly Job[]; readonly terms: WireTerms | undefined; readonly last: number }[] =
    [];
  readonly toPool: (Extract<ToPool, { type: 'not begun' }> | { readonly type: 'result'; readonly call: number })[] = [];
  readonly far = new FarLease((from, term) => this.toPool.push({ type: 'not begun', from, term }));
  readonly inbox: { readonly job: Job; readonly call: number }[] = [];
  pending: Job[];
  running: { readonly job: Job; readonly call: number } | undefined = undefined;
  /** On this worker, in this order. */
  readonly ran: number[] = [];
  readonly ranElsewhere: number[] = [];
  ended = 0;

  constructor(jobs: number) {
    this.pending = Array.from({ length: jobs }, (_, n) => new Job(n));
  }

  /** As a link does: nothing ahead while what was recovered is not settled. */
  send(count: number): void {
    if (count === 0 || this.pending.length === 0 || this.inFlight.isEnding) {
      return;
    }
    const jobs = this.pending.splice(0, count);
    for (const job of jobs) {
      job.call = this.inFlight.add(job as unknown as WorkItem, this.inFlight.load === 0);
    }
    this.toWorker.push({ jobs, terms: this.inFlight.terms(), last: jobs.at(-1)?.call ?? 0 });
  }

  receive(): void {
    const message = this.toWorker.shift();
    if (message !== undefined) {
      const { jobs, terms, last } = message;
      this.far.accept(terms, last);
      this.inbox.push(...jobs.map((job, index) => ({ job, call: last - jobs.length + 1 + index })));
    }
  }

  /** The worker looks at its next call. */
  step(): void {
    const [next] = this.inbox;
    if (next === undefined) {
      return;
    }
    const isCounted = this.far.hasBegun(next.call);
    if (this.running !== undefined) {
      expect(isCounted).toBe(false); // it makes one after the other
      return;
    }
    this.inbox.shift();
    if (isCounted || this.far.begin(next.call)) {
      this.running = next;
      this.ran.push(next.job.n);
    }
  }

  end(): void {
    if (this.running !== undefined) {
      this.toPool.push({ type: 'result', call: this.running.call });
      this.running = undefined;
    }
  }

  hear(): void {
    const word = this.toPool.shift();
    if (word?.type === 'result') {
      expect(this.inFlight.delete(word.call)).toBeDefined();
      this.ended += 1;
    } else if (word !== undefined) {
      this.pending.unshift(...(this.inFlight.giveBack(word.from, word.term) as unknown as Job[]));
    }
  }

  /** Another worker is idle: it gets what this one has not begun, once all is heard that it said until its time was over. */
  relieve(most: number): void {
    if (this.inFlight.recoverableIn > 0) {
      return;
    }
    while (this.toPool.length > 0) {
      this.hear();
    }
    const back = this.inFlight.takeBackSome(most) as unknown as Job[];
    this.ranElsewhere.push(...back.map(({ n }) => n));
    this.ended += back.length;
  }

  get isOver(): boolean {
    return this.pending.length + this.inFlight.size === 0;
  }
}

describe('both sides', () => {
  const actions = { send: 30, receive: 1, step: 1, end: 1, work: 1, hear: 1, relieve: 10, wait: 40 } as const;
  const often: ReadonlySet<string> = new Set(['work', 'receive', 'hear']);
  const stepOf = fc.oneof(
    ...Object.entries(actions).map(([name, most]) => ({
      weight: often.has(name) ? 2 : 1,
      arbitrary: fc.record({ do: fc.constant(name as keyof typeof actions), count: fc.nat(most) }),
    })),
  );
  const run = (scene: Scene, action: keyof typeof actions, count: number): void => {
    switch (action) {
      case 'send':
        scene.send(count);
        break;
      case 'wait':
        vi.advanceTimersByTime(count);
        break;
      case 'relieve':
        scene.relieve(count);
        break;
      case 'work':
        scene.step();
        scene.end();
        break;
      case 'receive':
      case 'step':
      case 'end':
      case 'hear':
        scene[action]();
    }
  };
  /** All that is left is done, however late everything is. */
  const finish = (scene: Scene): void => {
    for (let round = 0; !scene.isOver; round += 1) {
      expect(round).toBeLessThan(2_000); // or something is lost
      run(scene, round % 3 === 0 ? 'send' : 'receive', 5);
      for (let n = 0; n < 4; n += 1) {
        run(scene, 'work', 1);
      }
      run(scene, 'hear', 1);
      run(scene, 'wait', round % 5);
    }
  };
  const program = fc.array(stepOf, { minLength: 40, maxLength: 120 });

  test('whatever happens when, each call is run once, here or elsewhere', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const scene = new Scene(60);
        for (const { do: action, count } of steps) {
          run(scene, action, count);
        }
        finish(scene);
        expect([...scene.ran, ...scene.ranElsewhere].toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: 60 }, (_, n) => n),
        );
        expect(scene.ended).toBe(60);
      }),
      { numRuns: 500 },
    );
  });

  test('without another worker they are run in their order, however often they are given back', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const scene = new Scene(60);
        for (const { do: action, count } of steps) {
          run(scene, action === 'relieve' ? 'work' : action, count);
        }
        finish(scene);
        expect(scene.ran).toEqual(Array.from({ length: 60 }, (_, n) => n));
      }),
      { numRuns: 500 },
    );
  });
});
