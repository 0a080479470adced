import { chapter as queues } from '@heddle-apps/01-queues';
import { chapter as futures } from '@heddle-apps/02-futures';
import { chapter as executors } from '@heddle-apps/03-executors';
import { chapter as map } from '@heddle-apps/04-map';
import { chapter as completed } from '@heddle-apps/05-as-completed';
import { chapter as producerConsumer } from '@heddle-apps/06-producer-consumer';
import { chapter as dataFlow } from '@heddle-apps/07-data-flow';
import type { Chapter } from '@heddle-apps/shared';

/** The whole lesson, a chapter a folder. */
export const chapters: readonly Chapter[] = [queues, futures, executors, map, completed, producerConsumer, dataFlow];
