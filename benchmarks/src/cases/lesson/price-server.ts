import { startPriceServer } from '@heddle/price-server';

const [, , latency = ''] = process.argv;
const server = await startPriceServer({ port: 0, latency: Number(latency) });
process.send?.(server.url);
process.on('disconnect', () => {
  process.exit();
});
