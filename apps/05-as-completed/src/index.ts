import type { Chapter } from '@heddle-apps/shared';
import { asTheyCome } from './as-they-come.ts';
import { theFirst } from './the-first.ts';

export const chapter: Chapter = {
  title: '5. asCompleted',
  intro: 'The futures as they are done, whichever is first.',
  steps: [asTheyCome, theFirst],
};
export { asTheyCome, theFirst };
