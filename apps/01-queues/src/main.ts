import { runApp } from '@heddle-apps/shared';
import { chapter } from './index.ts';

await runApp({ name: '01-queues', description: chapter.intro, chapters: [chapter] });
