import type { MessagePort } from 'node:worker_threads';
import type { BriefCall, ToWorker } from '@heddle/transport';
import { serve } from '@heddle/transport/worker';
import { Doorbell } from './doorbell.ts';
import { Linger } from './linger.ts';
import { ResultRing } from './result-ring.ts';
import { SharedClaims } from './shared-claims.ts';
import { seeResults, type ThreadSetup } from './thread-setup.ts';

/** What piscina runs on each thread, once. */
export default function serveOn({ where, port, claims, results, doorbell }: ThreadSetup): void {
  const ring = new ResultRing(results);
  const linger = new Linger(port, new Doorbell(doorbell));
  serve({
    where,
    idle: () => {
      linger.idle();
    },
    claims: new SharedClaims(claims),
    listen: (listener) => {
      linger.listen((message) => {
        listener(message as ToWorker | BriefCall);
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
