import { styleText } from 'node:util';
import { runApp } from '@heddle-apps/shared';
import { chapters } from './index.ts';

await runApp({
  name: 'lesson',
  description: 'The whole lesson, from queues to pipelines, against the price server.',
  chapters,
  greeting: ({ url, latency, jitter }) => {
    const time = jitter === 0 ? `${latency} ms` : `${latency} to ${latency + jitter} ms`;
    return `${styleText('bold', 'Heddle')}: the lesson, against ${url}, where a price takes ${time}`;
  },
});
