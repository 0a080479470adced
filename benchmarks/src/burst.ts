import { warmRate } from './timing.ts';
import { verifyInOrder } from './verify.ts';

/**
 * Submits tasks that answer their argument, all in one turn, and awaits all.
 *
 * @param afterLast - called in the same turn, once all are submitted
 * @returns how many a second
 */
export async function burst(
  count: number,
  submit: (n: number) => PromiseLike<unknown>,
  afterLast?: () => unknown,
): Promise<number> {
  return await warmRate(count, async () => {
    const promises: PromiseLike<unknown>[] = [];
    for (let n = 0; n < count; n += 1) {
      promises.push(submit(n));
    }
    afterLast?.();
    verifyInOrder(await Promise.all(promises), count);
  });
}
