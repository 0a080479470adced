import { currentTask, task, type TaskInfo } from '@heddle/futures';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** The sum of what arrived, and how much of it: all of it, if it was transferred whole. */
export const weigh: Task<[bytes: Uint8Array], { length: number; sum: number }> = task(
  import.meta,
  function weigh(bytes) {
    return { length: bytes.length, sum: bytes.reduce((sum, byte) => sum + byte, 0) };
  },
);

/** As `weigh`, at its second try. */
export const weighAtLast: Task<[bytes: Uint8Array], { length: number; sum: number }> = task(
  import.meta,
  function weighAtLast(bytes) {
    if (currentTask()?.attempt === 1) {
      throw new RangeError('once more');
    }
    return weigh(bytes);
  },
);

/** Answers at its try `n`; the tries before that end only as they are told to stop. */
export const stallUntilTry: Task<[n: number], Promise<number>> = task(import.meta, async function stallUntilTry(n) {
  const { attempt = 0, signal } = currentTask() ?? {};
  if (attempt < n) {
    await new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  }
  return attempt;
});

/** Its name and its try, for each item of a map. */
export const describeTry: Task<[tries: number], { name: string | undefined; attempt: number }> = task(
  import.meta,
  function describeTry(tries) {
    const { name, attempt = 0 } = currentTask() ?? {};
    if (attempt < tries) {
      throw new RangeError(`try ${attempt}`);
    }
    return { name, attempt };
  },
);
