import { currentTask, type Executor, type Future, task } from '@heddle/futures';
import { SpanKind, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { inSpan } from '../src/tasks.ts';

/** What a task finds, and the span that it makes. */
export interface Seen {
  readonly trace: string | undefined;
  /** The span that is active in the task. */
  readonly active: string | undefined;
  /** The one that it makes, and the parent of that. */
  readonly own: string;
  readonly ownParent: string | undefined;
}

/** Looks round after it has waited, in a span of its own. */
export const look = task(import.meta, async function look(_item?: unknown): Promise<Seen> {
  await Promise.resolve();
  return see((seen) => Promise.resolve(seen));
});

/** Submits `look` from within a span of its own; answers what both saw. */
export const lookInside = task(import.meta, async function lookInside(): Promise<[Seen, Seen]> {
  const { executor } = currentTask() as { executor: Executor };
  return see(async (seen): Promise<[Seen, Seen]> => [seen, await executor.submit(look)]);
});

/** Submits `look` and answers its future: with no span of its own, so that the task's own span is the parent. */
export const lookBelow = task(import.meta, function lookBelow(): Future<Seen> {
  return (currentTask() as { executor: Executor }).executor.submit(look);
});

export const throwValue = task(import.meta, function throwValue(value: unknown): never {
  throw value;
});

/** Throws for 3. */
export const refuseThree = task(import.meta, function refuseThree(n: number): number {
  if (n === 3) {
    throw new RangeError('no 3');
  }
  return n;
});

/** Ends when it is told to stop. */
export const untilStopped = task(import.meta, async function untilStopped(): Promise<void> {
  const signal = currentTask()?.signal;
  await new Promise((resolve) => {
    signal?.addEventListener('abort', resolve);
  });
});

function see<R>(fn: (seen: Seen) => Promise<R>): Promise<R> {
  const active = trace.getActiveSpan()?.spanContext();
  return inSpan('own', SpanKind.INTERNAL, (span) =>
    fn({
      trace: active?.traceId,
      active: active?.spanId,
      own: span.spanContext().spanId,
      ownParent: (span as unknown as ReadableSpan).parentSpanContext?.spanId,
    }),
  );
}
