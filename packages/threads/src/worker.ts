import type { MessagePort } from 'node:worker_threads';
import { threadId } from 'node:worker_threads';
import { serve, type ToWorker } from '@heddle/transport';

/** What piscina runs on each thread, once. */
export default function serveOn(port: MessagePort): void {
  serve({
    where: `worker thread ${threadId}`,
    listen: (listener) => {
      port.on('message', (message: ToWorker) => {
        listener(message);
      });
    },
    post: (messages, transfer = []) => {
      port.postMessage(messages, transfer as Parameters<MessagePort['postMessage']>[1]);
    },
  });
}
