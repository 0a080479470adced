import { expect } from 'vitest';
import { failure, rejection, type Subject, takeNow } from './subject.ts';

interface Job {
  rank: number;
  name: string;
}

const refusal = new Error('cannot be compared');

/** By rank; a job without one cannot be compared. */
function compare(a: Job, b: Job): number {
  if (Number.isNaN(a.rank) || Number.isNaN(b.rank)) {
    throw refusal;
  }
  return a.rank - b.rank;
}

const bad: Job = { rank: NaN, name: 'bad' };

export function describePriority({ make, check, settle }: Subject): void {
  check('without compare, < decides', async () => {
    const queue = await make<string>();
    for (const item of ['b', 'a', 'B', 'ab', '']) {
      await queue.put(item);
    }
    expect(await takeNow(queue, 5)).toEqual(['', 'B', 'a', 'ab', 'b']);
  });

  check('equal items leave in the order they came', async () => {
    const queue = await make<Job>({ compare });
    for (let index = 0; index < 3_000; index += 1) {
      await queue.putNowait({ rank: index % 3, name: String(index) });
    }
    const names = (await takeNow(queue, 3_000)).map(({ name }) => Number(name));
    const expected = [0, 1, 2].flatMap((rank) => Array.from({ length: 1_000 }, (_, index) => index * 3 + rank));
    expect(names).toEqual(expected);
  });

  check('a compare that throws fails the put that called it, and leaves the queue as it was', async () => {
    const queue = await make<Job>({ compare });
    await queue.put({ rank: 2, name: 'two' });
    await queue.put({ rank: 1, name: 'one' });
    const before = await queue.stats();
    expect(await rejection(() => queue.put(bad))).toMatchObject({ message: refusal.message });
    expect(await failure(() => queue.putNowait(bad))).toMatchObject({ message: refusal.message });
    expect(await queue.stats()).toEqual(before);
    expect(await takeNow(queue, 2)).toMatchObject([{ name: 'one' }, { name: 'two' }]);
  });

  check('a get that lets in a put is not harmed by its compare, and the next put is let in', async () => {
    const queue = await make<Job>({ maxSize: 2, compare });
    await queue.put({ rank: 1, name: 'one' });
    await queue.put({ rank: 3, name: 'three' });
    const refused = failure(() => queue.put(bad));
    const alsoRefused = failure(() => queue.put(bad));
    const accepted = queue.put({ rank: 2, name: 'two' });
    await settle();
    expect(await queue.get()).toMatchObject({ name: 'one' });
    expect(await refused).toMatchObject({ message: refusal.message });
    expect(await alsoRefused).toMatchObject({ message: refusal.message });
    await accepted;
    expect(await queue.stats()).toMatchObject({ size: 2, unfinished: 3, waitingPuts: 0 });
    expect(await takeNow(queue, 2)).toMatchObject([{ name: 'two' }, { name: 'three' }]);
  });

  check('an item that is handed to a waiting get is compared with none', async () => {
    const queue = await make<Job>({ compare });
    const taken = queue.get();
    await queue.put(bad);
    expect(await taken).toMatchObject({ name: 'bad' });
  });
}
