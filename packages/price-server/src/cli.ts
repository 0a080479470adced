#!/usr/bin/env node
import { constants } from 'node:os';
import { readCliOptions } from './cli-options.ts';
import { PriceError } from './errors.ts';
import { type PriceServer, startPriceServer } from './server/start-price-server.ts';

const { host, port, latency, jitter, data } = readCliOptions(process.argv);
try {
  const server = await startPriceServer({ host, port, latency, jitter, data });
  stopOnSignal(server);
  const time = jitter === 0 ? `${latency} ms` : `${latency} to ${latency + jitter} ms`;
  console.log(`Price server: ${server.url} (a price takes ${time}; prices: ${data ?? 'made from a fixed seed'})`);
  console.log('Stop it with Ctrl+C.');
} catch (error) {
  // What the user can put right is one line; anything else is a fault of ours, and shows where.
  console.error(error instanceof PriceError || error instanceof RangeError ? `error: ${error.message}` : error);
  process.exitCode = 1;
}

/** The first signal closes the server, with which the process ends; a second one does not wait. */
function stopOnSignal(server: PriceServer): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      console.log(`Stopping on ${signal} …`);
      server.close().then(
        () => console.log('Stopped.'),
        (error: unknown) => {
          console.error(error);
          process.exitCode = 1;
        },
      );
    });
  }
}
