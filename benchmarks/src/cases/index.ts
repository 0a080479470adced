import type { Case } from '../case.ts';
import { eventLoopBurst } from './event-loop/burst.ts';
import { memoryQueuedSubmit } from './memory/queued-submit.ts';
import { processesBurst } from './processes/burst.ts';
import { processesRoundTrip } from './processes/round-trip.ts';
import { queueAsync } from './queue/async.ts';
import { queueNowait } from './queue/nowait.ts';
import { threadsBurst } from './threads/burst.ts';
import { threadsMap } from './threads/map.ts';
import { threadsRoundTrip } from './threads/round-trip.ts';

/** In the order in which they run and are shown. */
export const cases: readonly Case[] = [
  threadsBurst,
  threadsMap,
  threadsRoundTrip,
  processesBurst,
  processesRoundTrip,
  eventLoopBurst,
  queueNowait,
  queueAsync,
  memoryQueuedSubmit,
];
