import { Effect, Queue } from 'effect';

/** One fiber puts, another takes. @returns the sum of the items that came through */
export function effectQueue(count: number, maxSize: number): Promise<number> {
  const program = Effect.gen(function* program() {
    const queue = yield* Queue.bounded<number>(maxSize);
    const produce = Effect.gen(function* produce() {
      for (let n = 0; n < count; n += 1) {
        yield* Queue.offer(queue, n);
      }
    });
    const consume = Effect.gen(function* consume() {
      let sum = 0;
      for (let n = 0; n < count; n += 1) {
        sum += yield* Queue.take(queue);
      }
      return sum;
    });
    const [sum] = yield* Effect.all([consume, produce], { concurrency: 2 });
    return sum;
  });
  return Effect.runPromise(program);
}

/** Puts all in, then takes all out. @returns their sum */
export function effectFillAndDrain(count: number): number {
  const program = Effect.gen(function* program() {
    const queue = yield* Queue.unbounded<number>();
    for (let n = 0; n < count; n += 1) {
      yield* Queue.offer(queue, n);
    }
    let sum = 0;
    for (let n = 0; n < count; n += 1) {
      sum += yield* Queue.take(queue);
    }
    return sum;
  });
  return Effect.runSync(program);
}
