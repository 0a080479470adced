import { task, type TaskInfo } from '@heddle/futures';
import type { QueueLike } from '@heddle/queue';
import { arrive, letIn } from './basic.ts';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** Ends its worker as soon as it has an item. */
export const exitWithItem: Task<[queue: QueueLike<number>], Promise<never>> = task(
  import.meta,
  async function exitWithItem(queue) {
    await queue.get();
    process.exit(1);
  },
);

/** Ends its worker in the middle of its waits, as the gate lets it in. */
export const exitInWaits: Task<
  [empty: QueueLike<number>, full: QueueLike<number>, port: number],
  Promise<never>
> = task(import.meta, async function exitInWaits(empty, full, port) {
  void empty.get();
  void full.put(2);
  void full.join();
  await letIn(arrive(port, 'waits'));
  process.exit(1);
});

/** Asks for so many items, says so at the gate, and then keeps its thread busy for ever. */
export const askAndLoop: Task<[queue: QueueLike<number>, count: number, port: number], Promise<never>> = task(
  import.meta,
  async function askAndLoop(queue, count, port) {
    for (let asked = 0; asked < count; asked += 1) {
      void queue.get();
    }
    await queue.qsize(); // what was asked before has arrived
    const socket = arrive(port, 'loops');
    await new Promise((resolve) => {
      socket.write('loops\n', resolve);
    });
    for (;;);
  },
);

/** Three loops that pass items on; ends its worker after each fiftieth, whatever the others have in hand. */
export const passOnAndExit: Task<[from: QueueLike<number>, to: QueueLike<number>], Promise<void>> = task(
  import.meta,
  async function passOnAndExit(from, to) {
    const loop = async (): Promise<void> => {
      for await (const item of from) {
        await to.put(item);
        if (item % 50 === 49) {
          process.exit(1);
        }
      }
    };
    await Promise.all([loop(), loop(), loop()]);
  },
);
