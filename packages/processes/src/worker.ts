import { serve } from '@heddle/transport/worker';
import { open, whyNot } from './envelope.ts';
import { FarLease } from './far-lease.ts';
import { FrameWriter } from './frame-writer.ts';
import type { ToProcess } from './to-process.ts';

// Ctrl-C and the end of a terminal reach every process of a program. Whether its tasks are to end is for the program to say: if it dies of it, so do its workers.
process.on('SIGINT', ignore);
process.on('SIGHUP', ignore);

const writer = new FrameWriter();

/** What the pool and this worker know each other's letters by. */
let key: string | undefined;

/** What each worker process runs: serves its pool until that is gone. */
serve({
  where: `worker process ${process.pid}`,
  listen: (listener) => {
    keepListening('message', (letter) => {
      const opened = open<ToProcess>(letter, key);
      key ??= opened?.heddle;
      if (opened === undefined || opened.heddle !== key) {
        return;
      }
      const { message } = opened;
      if (typeof message === 'object' && message.type === 'fifo') {
        writer.useFifo(message.path);
      } else {
        listener(message);
      }
    });
    keepListening('disconnect', () => {
      process.exit();
    });
  },
  claims: new FarLease((from, term) => {
    writer.writeMessages([{ type: 'not begun', from, term }]);
  }),
  post: (messages) => {
    if (process.connected) {
      writer.writeMessages(messages);
    } // a task has cut the worker off: what it says now, its pool must not believe
  },
  postResult: (call, value, ms) => {
    if (process.connected) {
      writer.writeResult(call, value, ms);
    }
  },
  whyNot,
});

/** Listens for good: a task that takes all listeners off would cut its worker off, and its pool would wait for ever. */
function keepListening(event: 'message' | 'disconnect', listener: (letter: unknown) => void): void {
  const listen = (): void => {
    if (!process.listeners(event as 'message').includes(listener)) {
      process.on(event, listener);
      process.channel?.ref(); // or nothing would keep it alive
    }
  };
  // Once whoever takes them off is through. What comes meanwhile is kept for the next listener.
  const watch = (removed: string | symbol): void => {
    if (removed === event) {
      queueMicrotask(() => {
        listen();
        if (!process.listeners('removeListener').includes(watch)) {
          process.on('removeListener', watch);
        }
      });
    }
  };
  listen();
  process.on('removeListener', watch);
}

function ignore(): void {}
