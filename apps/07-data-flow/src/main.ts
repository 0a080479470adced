import { runApp } from '@heddle-apps/shared';
import { chapter } from './index.ts';

await runApp({ name: '07-data-flow', description: chapter.intro, chapters: [chapter] });
