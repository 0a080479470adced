import { runApp } from '@heddle-apps/shared';
import { chapter } from './index.ts';

await runApp({ name: '02-futures', description: chapter.intro, chapters: [chapter] });
