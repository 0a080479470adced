import { expect, test } from 'vitest';
import { pipeline } from '../src/index.ts';

/** So many that a timer must have come in between, and not endless: a test that starves could not even time out. */
function* many(): Generator<number> {
  for (let n = 0; n < 3_000_000; n += 1) {
    yield n;
  }
}

test('a timer has its turn while a source and functions that never wait are at work', async () => {
  const reason = new Error('enough');
  const stopper = new AbortController();
  setTimeout(() => stopper.abort(reason), 1); // a scene: it only fires if timers have their turn
  const run = pipeline(many())
    .consume((n) => n)
    .run({ signal: stopper.signal });
  await expect(run.finished()).rejects.toBe(reason);
});
