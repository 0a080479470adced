import type { MessagePort } from 'node:worker_threads';
import type { BriefCall, ToWorker } from '@heddle/transport';
import { serve } from '@heddle/transport/worker';
import { ResultRing } from './result-ring.ts';
import { SharedClaims } from './shared-claims.ts';
import { seeResults, type ThreadSetup } from './thread-setup.ts';

/** What piscina runs on each thread, once. */
export default function serveOn({ where, port, claims, results }: ThreadSetup): void {
  const ring = new ResultRing(results);
  serve({
    where,
    claims: new SharedClaims(claims),
    listen: (listener) => {
      port.on('message', (message: ToWorker | BriefCall) => {
        listener(message);
      });
    },
    post: (messages, transfer = []) => {
      port.postMessage(messages, transfer as Parameters<MessagePort['postMessage']>[1]);
    },
    postResult: (call, value, ms) => {
      if (ms !== undefined || !ring.tell(call, value)) {
        port.postMessage([call, value, ms]);
      } else if (ring.ring()) {
        port.postMessage(seeResults);
      }
    },
  });
}
