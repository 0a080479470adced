import { runApp } from '@heddle-apps/shared';
import { chapter } from './index.ts';

await runApp({ name: '03-executors', description: chapter.intro, chapters: [chapter] });
