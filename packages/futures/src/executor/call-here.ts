import { runChunk } from '../map/run-chunk.ts';
import type { WorkItem } from './work-item.ts';

/** Calls the task of `item` on this thread, in its context, and tells the item how it ended. */
export function callHere(item: WorkItem): void {
  const { fn, args, chunk, context } = item;
  try {
    const answer =
      chunk === undefined
        ? context.call(fn, args)
        : context.call(runChunk, [fn, args as unknown[][], chunk.settled] satisfies Parameters<typeof runChunk>);
    if (answer instanceof Promise) {
      (free.pop() ?? new Ending()).wait(item, answer);
    } else {
      item.succeed(answer);
    }
  } catch (error) {
    item.fail(error);
  }
}

/** Waits for the end of one task after the other: so that the callbacks are made once, and not for each task. */
class Ending {
  #item: WorkItem | undefined = undefined;

  wait(item: WorkItem, answer: Promise<unknown>): void {
    this.#item = item;
    answer.then(this.#succeed, this.#fail);
  }

  readonly #succeed = (value: unknown): void => {
    this.#takeItem()?.succeed(value);
  };

  readonly #fail = (error: unknown): void => {
    this.#takeItem()?.fail(error);
  };

  #takeItem(): WorkItem | undefined {
    const item = this.#item;
    this.#item = undefined;
    if (free.length < mostFree) {
      free.push(this);
    }
    return item;
  }
}

const mostFree = 256;

/** Those that wait for nothing. */
const free: Ending[] = [];
