import type { Figure } from '../../case.ts';
import { collectGarbage } from '../../collect.ts';
import { median } from '../../stats.ts';
import { verify } from '../../verify.ts';

/** Many who wait for the same. */
export interface Crowd {
  /** One more waits. */
  add(): PromiseLike<unknown>;
  /** The first `count` need wait no longer; where that cannot be, nobody leaves. */
  leave?(count: number): void;
  readonly size: number;
}

const few = 1_000;
const more = 1_000;
const crowds = 5;
const goes = 5;

/** What one more costs, its leaving included, where `many` wait, divided by what it costs where a thousand do. */
export async function growth(many: number, gather: () => Crowd): Promise<Figure> {
  await costOfOneMore(many / 10, gather); // warms up
  const amongFew = await costOfOneMore(few, gather);
  const amongMany = await costOfOneMore(many, gather);
  return {
    value: amongMany / amongFew,
    also: { 'among 1,000 (ns)': amongFew, [`among ${many.toLocaleString('en')} (ns)`]: amongMany },
  };
}

/** Nanoseconds. */
async function costOfOneMore(size: number, gather: () => Crowd): Promise<number> {
  const found: number[] = [];
  for (let n = 0; n < crowds; n += 1) {
    found.push(...(await costsIn(gather(), size)));
  }
  return median(found);
}

async function costsIn(crowd: Crowd, size: number): Promise<number[]> {
  const first = crowd.add();
  for (let n = 1; n < size; n += 1) {
    void crowd.add();
  }
  collectGarbage();
  const found: number[] = [];
  for (let go = 0; go < goes; go += 1) {
    const begin = performance.now();
    for (let n = 0; n < more; n += 1) {
      void crowd.add();
    }
    crowd.leave?.(more);
    found.push(((performance.now() - begin) / more) * 1_000_000);
  }
  verify('the number that wait', crowd.size, crowd.leave === undefined ? size + goes * more : size);
  if (crowd.leave !== undefined) {
    await Promise.allSettled([first]); // it was among those that left
  }
  return found;
}
