import type { Chapter } from '@heddle-apps/shared';
import { cancel } from './cancel.ts';
import { failure } from './failure.ts';
import { life } from './life.ts';
import { price } from './price.ts';
import { timeout } from './timeout.ts';

export const chapter: Chapter = {
  title: '2. Futures',
  intro: 'A future is the outcome of a call that may not have ended yet.',
  steps: [price, life, timeout, cancel, failure],
};
export { cancel, failure, life, price, timeout };
