import { runApp } from '@heddle-apps/shared';
import { chapter } from './index.ts';

await runApp({ name: '04-map', description: chapter.intro, chapters: [chapter] });
