import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Queue, QueueEvents } from 'bullmq';
import { redis } from '../../needs.ts';
import { sibling } from '../../sibling.ts';
import { warmRate } from '../../timing.ts';
import { verify, verifyInOrder } from '../../verify.ts';

/** All jobs in one `addBulk`; one worker, 32 jobs at once, in a process of its own; results as `QueueEvents` tells them. */
export async function bullmqBurst(count: number): Promise<number> {
  const name = `heddle-bench-${randomUUID()}`;
  const queue = new Queue<number>(name, { connection: redis, defaultJobOptions: { removeOnComplete: true } });
  const events = new QueueEvents(name, { connection: redis });
  await events.waitUntilReady();
  const child = fork(sibling(import.meta, 'echo-bullmq'), [name]);
  await once(child, 'message');
  try {
    return await warmRate(count, async () => {
      const values: number[] = [];
      const finished = new Promise<void>((resolve, reject) => {
        events.on('failed', ({ failedReason }) => {
          reject(new Error(failedReason));
        });
        events.removeAllListeners('completed').on('completed', ({ returnvalue }) => {
          values.push(Number(returnvalue));
          if (values.length === count) {
            resolve();
          }
        });
      });
      const jobs = await queue.addBulk(Array.from({ length: count }, (_, n) => ({ name: 'echo', data: n })));
      verify('the number of jobs', jobs.length, count);
      await finished;
      verifyInOrder(
        values.toSorted((a, b) => a - b),
        count,
      ); // 32 at once: they complete in any order
    });
  } finally {
    child.disconnect();
    await queue.obliterate({ force: true });
  }
}
