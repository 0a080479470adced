import type { Chapter } from '@heddle-apps/shared';
import { onAProcess, onAThread, onTheEventLoop } from './same-call.ts';

export const chapter: Chapter = {
  title: '3. Executors',
  intro: 'The same call, word for word, on the event loop, on a thread and on a process.',
  steps: [onTheEventLoop, onAThread, onAProcess],
};
export { onAProcess, onAThread, onTheEventLoop };
