import { runApp } from '@heddle-apps/shared';
import { chapter } from './index.ts';

await runApp({ name: '06-producer-consumer', description: chapter.intro, chapters: [chapter] });
