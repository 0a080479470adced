import type { Chapter } from '@heddle-apps/shared';
import { bounded } from './bounded.ts';
import { join } from './join.ts';
import { orders } from './orders.ts';
import { shutdown } from './shutdown.ts';

export const chapter: Chapter = {
  title: '1. Queues',
  intro: 'A queue hands items from those who make them to those who take them.',
  steps: [orders, bounded, join, shutdown],
};
export { bounded, join, orders, shutdown };
