import type { Chapter, ExecutorName } from '@heddle-apps/shared';
import { lesson } from './lesson.ts';
import { withPipeline } from './with-pipeline.ts';
import { withShutdown } from './with-shutdown.ts';

/** The chapter with its roles on an executor of this kind. */
export function chapterOn(executor: ExecutorName): Chapter {
  return {
    title: '6. Producer and consumers',
    intro: 'One fills a queue, 32 empty it, and a monitor shows how far they are.',
    steps: [(book) => lesson(book, executor), (book) => withShutdown(book, executor), withPipeline],
  };
}

export const chapter: Chapter = chapterOn('event-loop');
export { lesson, withPipeline, withShutdown };
