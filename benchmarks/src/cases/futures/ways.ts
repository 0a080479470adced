import type { Future } from '@heddle/futures';
import { settleAll } from './settle.ts';
import type { Way } from './waits.ts';

async function makeFutures(count: number): Promise<Future<number>[]> {
  const { Future } = await import('@heddle/futures');
  return Array.from({ length: count }, () => new Future<number>());
}

/** After the clock has stopped: `wait` and `asCompleted` answer futures, not their values. */
async function sumOf(futures: Iterable<Future<number>>): Promise<number> {
  let sum = 0;
  for (const future of futures) {
    sum += await future;
  }
  return sum;
}

export const waitOver: Way = async (count) => {
  const { wait } = await import('@heddle/futures');
  const futures = await makeFutures(count);
  const begin = performance.now();
  const waiting = wait(futures);
  await settleAll(count, (n) => futures[n]?.setResult(n));
  const { done } = await waiting;
  return { ms: performance.now() - begin, sum: await sumOf(done) };
};

export const asCompletedOver: Way = async (count) => {
  const { asCompleted } = await import('@heddle/futures');
  const futures = await makeFutures(count);
  const done: Future<number>[] = [];
  const begin = performance.now();
  const settling = settleAll(count, (n) => futures[n]?.setResult(n));
  for await (const future of asCompleted(futures)) {
    done.push(future);
  }
  const ms = performance.now() - begin;
  await settling;
  return { ms, sum: await sumOf(done) };
};

export const promiseAllOver: Way = async (count) => {
  const promises = Array.from({ length: count }, () => Promise.withResolvers<number>());
  const begin = performance.now();
  const waiting = Promise.all(promises.map(({ promise }) => promise));
  await settleAll(count, (n) => promises[n]?.resolve(n));
  const values = await waiting;
  return { ms: performance.now() - begin, sum: values.reduce((sum, value) => sum + value, 0) };
};
