import { startServer } from '@heddle-apps/shared';
import { Collector } from './collector.ts';
import { drawTree } from './draw-tree.ts';
import { readOptions } from './options.ts';
import { handleRequest, makeExecutor } from './request.ts';
import { startSdk, stopSdk } from './sdk.ts';
import { traceTasks } from './trace-tasks.ts';

const { executor: kind, latency, otlp } = readOptions(process.argv);
await using server = await startServer({ latency });
process.env['PRICE_SERVER'] = server.url; // threads and processes inherit it
await using collector = await Collector.start();
const urls = otlp === undefined ? [collector.url] : [collector.url, otlp];

startSdk(...urls);
const tracing = traceTasks();
{
  await using executor = makeExecutor(kind, urls);
  await handleRequest(executor, '2020-04-01');
} // the workers have ended, and sent their spans
tracing.dispose();
await stopSdk();

for (const line of drawTree(collector.spans)) {
  console.log(line);
}
