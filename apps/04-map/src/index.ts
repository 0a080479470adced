import type { Chapter } from '@heddle-apps/shared';
import { records } from './records.ts';
import { threeExchanges } from './three-exchanges.ts';

export const chapter: Chapter = {
  title: '4. map',
  intro: 'One function, many arguments; the answers in the order of the arguments.',
  steps: [threeExchanges, records],
};
export { records, threeExchanges };
