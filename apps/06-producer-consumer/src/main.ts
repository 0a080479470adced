import { runApp } from '@heddle-apps/shared';
import { chapter, chapterOn } from './index.ts';

await runApp({
  name: '06-producer-consumer',
  description: chapter.intro,
  hasExecutors: true,
  chapters: ({ executor }) => [chapterOn(executor)],
});
