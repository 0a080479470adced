import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { propagate, type TaskEvent, type TaskSettled } from '@heddle/futures';
import { type Context, context, propagation, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';

const tasks = channel('heddle:task');

/** The context that a task is to have: there from its `submit` on until it runs, where both are on this thread. */
const upcoming = new AsyncLocalStorage<Context | undefined>();

// Here, since a worker has to call it too: it imports this module, and calls `traceTasks` only if it makes executors of its own.
propagate<Record<string, string>>('opentelemetry', {
  getStore() {
    const carrier: Record<string, string> = {};
    propagation.inject(upcoming.getStore() ?? context.active(), carrier);
    return Object.keys(carrier).length === 0 ? undefined : carrier;
  },
  run(carrier, fn) {
    // On this thread the span itself, which the task may write to; elsewhere what its carrier says of it.
    const own = upcoming.getStore() ?? propagation.extract(ROOT_CONTEXT, carrier);
    return upcoming.run(undefined, () => context.with(own, fn));
  },
});

/**
 * Makes a span of each task that the executors of this thread get from now on, from its submit to its end; on whatever executor it runs,
 * that span is the active one in the task. Call it once, beside the set-up of OpenTelemetry.
 *
 * Undo it with `dispose`; the spans of tasks that have not ended then end there.
 */
export function traceTasks(): { dispose(): void } {
  const spans = new Map<number, Span>();

  /** A store of the channel: what is captured with the task is captured in there. */
  const submitted = (message: unknown): Context => {
    const { id, name, executor, pool, calls, time } = message as TaskEvent;
    const attributes = { 'heddle.executor': executor, 'heddle.pool': pool, 'heddle.calls': calls };
    const span = trace.getTracer('heddle').startSpan(name, { attributes, startTime: time });
    spans.set(id, span);
    return trace.setSpan(context.active(), span);
  };

  const later = (message: unknown): void => {
    const event = message as TaskEvent;
    const span = spans.get(event.id);
    if (event.event === 'started') {
      // From the beginning of the span to here, the task has waited.
      span?.setAttribute('heddle.attempt', event.attempt);
      span?.addEvent('started', { 'heddle.attempt': event.attempt }, event.time);
    } else if (event.event === 'settled' && span !== undefined) {
      spans.delete(event.id);
      noteEnd(span, event);
      span.end(event.time);
    }
  };

  tasks.bindStore(upcoming, submitted);
  tasks.subscribe(later);
  return {
    dispose() {
      tasks.unbindStore(upcoming);
      tasks.unsubscribe(later);
      for (const span of spans.values()) {
        span.end();
      }
      spans.clear();
    },
  };
}

function noteEnd(span: Span, event: TaskSettled): void {
  switch (event.status) {
    case 'fulfilled':
      if (event.failed > 0) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: `${event.failed} of ${event.calls} calls failed` });
      }
      break;
    case 'rejected': {
      const { error, time } = event;
      span.recordException(error instanceof Error ? error : inspect(error), time);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : inspect(error) });
      break;
    }
    case 'cancelled':
      // No error: somebody wanted it so.
      span.setAttribute('heddle.cancelled', true);
      span.addEvent('cancelled', event.reason === undefined ? {} : { reason: inspect(event.reason) }, event.time);
  }
}
