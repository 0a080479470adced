import type { Chapter } from '@heddle-apps/shared';
import { lesson } from './lesson.ts';
import { withPipeline } from './with-pipeline.ts';
import { withShutdown } from './with-shutdown.ts';

export const chapter: Chapter = {
  title: '6. Producer and consumers',
  intro: 'One fills a queue, 32 empty it, and a monitor shows how far they are.',
  steps: [lesson, withShutdown, withPipeline],
};
export { lesson, withPipeline, withShutdown };
