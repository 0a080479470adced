import { Worker } from 'bullmq';
import { redis } from '../../needs.ts';
import echo from '../threads/echo.ts';

const [, , queue = ''] = process.argv;
const worker = new Worker<number, number>(queue, async ({ data }) => echo(data), {
  connection: redis,
  concurrency: 32,
});
await worker.waitUntilReady();
process.send?.('ready');
process.on('disconnect', () => {
  process.exit();
});
