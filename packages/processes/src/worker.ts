import { serve, type ToWorker } from '@heddle/transport';

/** What each worker process runs: serves its pool until that is gone. */
serve({
  where: `worker process ${process.pid}`,
  listen: (listener) => {
    process.on('message', (message) => {
      listener(message as ToWorker);
    });
    process.on('disconnect', () => {
      process.exit();
    });
  },
  post: (messages) => {
    process.send?.(messages, ignore);
  },
});

function ignore(): void {}
