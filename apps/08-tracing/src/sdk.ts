import { threadId } from 'node:worker_threads';
import { task } from '@heddle/futures/task';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
// Not for what it exports: on a worker it has to be there before the first task, so that the trace crosses over.
import './trace-tasks.ts';

let provider: TracerProvider | undefined;

/** Sets OpenTelemetry up on this thread; spans go to each of `urls`. The initializer of a pool: spans that are made on a worker are sent from there. */
export const startSdk = task(import.meta, function startSdk(...urls: string[]) {
  provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'heddle-tracing',
      'process.pid': process.pid,
      'thread.id': threadId,
    }),
    spanProcessors: urls.map((url) => new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })),
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});

/** Undoes it, once all spans are sent. The finalizer of a pool. */
export const stopSdk = task(import.meta, async function stopSdk(..._urls: string[]) {
  await provider?.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
});
