import type { Chapter } from '@heddle-apps/shared';
import { mixed } from './mixed.ts';
import { parallel } from './parallel.ts';
import { sequential } from './sequential.ts';

export const chapter: Chapter = {
  title: '7. Data flow',
  intro: 'What needs what decides what can run at once.',
  steps: [parallel, sequential, mixed],
};
export { mixed, parallel, sequential };
