import { startPriceServer } from '@heddle/price-server';
import { createNotebook } from '@heddle-apps/shared';
import { expect, it } from 'vitest';
import { lesson } from '../src/index.ts';

it('fails with the error of a consumer, and leaves no monitor behind', async () => {
  const server = await startPriceServer({ port: 0, latency: 1_000 });
  process.env['PRICE_SERVER'] = server.url;
  const book = createNotebook({ latency: 1_000, print: () => {} });
  const run = lesson(book);
  const failed = expect(run).rejects.toMatchObject({ name: expect.stringMatching(/^Price.*Error$/) });
  while (server.stats().waiting === 0) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  await server.close();
  await failed;
});
