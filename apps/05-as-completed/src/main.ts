import { runApp } from '@heddle-apps/shared';
import { chapter } from './index.ts';

await runApp({ name: '05-as-completed', description: chapter.intro, chapters: [chapter] });
