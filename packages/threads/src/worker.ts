import type { MessagePort } from 'node:worker_threads';
import { threadId } from 'node:worker_threads';
import { serve, type ToWorker } from '@heddle/transport';
import { SharedClaims } from './shared-claims.ts';

/** What piscina runs on each thread, once. */
export default function serveOn({ port, claims }: { port: MessagePort; claims: SharedArrayBuffer }): void {
  serve({
    where: `worker thread ${threadId}`,
    claims: new SharedClaims(claims),
    listen: (listener) => {
      port.on('message', (message: ToWorker) => {
        listener(message);
      });
    },
    post: (messages, transfer = []) => {
      port.postMessage(messages, transfer as Parameters<MessagePort['postMessage']>[1]);
    },
    postResult: (result) => {
      port.postMessage(result);
    },
  });
}
