import { channel } from 'node:diagnostics_channel';
import type { TaskEvent } from '@heddle/futures';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { hrTimeToMilliseconds, W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { EventLoopExecutor } from 'heddle';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executorKinds, makeExecutor, traceTasks } from '../src/index.ts';
import { inSpan } from '../src/tasks.ts';
import { look, lookBelow, lookInside, refuseThree, throwValue, untilStopped } from './tasks.ts';

const exporter = new InMemorySpanExporter();
const open = new Set<string>();
const provider = new TracerProvider({
  spanProcessors: [
    new SimpleSpanProcessor({ exporter }),
    {
      onStart: (span) => void open.add(span.spanContext().spanId),
      onEnd: (span) => void open.delete(span.spanContext().spanId),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
  ],
});

beforeAll(() => {
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});
afterAll(() => provider.shutdown());

/** The spans of tasks, in the order they were submitted. */
const taskSpans = (name?: string): ReadableSpan[] =>
  exporter
    .getFinishedSpans()
    .filter(({ attributes }) => attributes['heddle.executor'] !== undefined)
    .filter((span) => name === undefined || span.name === name)
    .toSorted((a, b) => hrTimeToMilliseconds(a.startTime) - hrTimeToMilliseconds(b.startTime));

const taskSpan = (name: string): ReadableSpan => {
  const [span, ...more] = taskSpans(name);
  expect([span?.name, more]).toEqual([name, []]);
  return span as ReadableSpan;
};

const idOf = (span: ReadableSpan): string => span.spanContext().spanId;
const eventsOf = (span: ReadableSpan): unknown[] =>
  span.events.map(({ name, attributes }) =>
    [name, attributes?.['heddle.attempt']].filter((each) => each !== undefined),
  );

describe.each(executorKinds)('tasks on %s', (kind) => {
  const executor = makeExecutor(kind, []);
  let tracing: ReturnType<typeof traceTasks>;

  beforeEach(() => {
    exporter.reset();
    tracing = traceTasks();
  });
  afterEach(() => {
    expect(open).toEqual(new Set());
    tracing.dispose();
  });
  afterAll(() => executor.shutdown());

  it('the span of a task is a child of the one that is active at its submit, and is the active one inside', async () => {
    const [root, seen] = await inSpan('root', SpanKind.INTERNAL, async (span) => [
      span.spanContext(),
      await executor.submit(look),
    ]);
    const span = taskSpan('look');
    expect(span.parentSpanContext?.spanId).toBe(root.spanId);
    expect(seen).toEqual({
      trace: root.traceId,
      active: idOf(span),
      own: expect.any(String) as unknown,
      ownParent: idOf(span),
    });
    expect(span.attributes).toEqual({
      'heddle.executor': executor.constructor.name,
      'heddle.pool': expect.any(Number) as unknown,
      'heddle.calls': 1,
      'heddle.attempt': 1,
    });
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
  });

  it('a task that no span surrounds begins a trace of its own', async () => {
    const [first, second] = await Promise.all([executor.submit(look), executor.submit(look)]);
    expect(taskSpans().map(({ parentSpanContext }) => parentSpanContext)).toEqual([undefined, undefined]);
    expect(first.trace).not.toBe(second.trace);
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it('a task that a task submits is a child of the span that is active there, wherever that was made', async () => {
    const [outer, inner] = await executor.submit(lookInside);
    expect(outer.ownParent).toBe(idOf(taskSpan('lookInside')));
    const nested = taskSpan('look');
    expect(nested.parentSpanContext?.spanId).toBe(outer.own);
    expect([inner.active, inner.ownParent]).toEqual([idOf(nested), idOf(nested)]);
    expect(inner.trace).toBe(outer.trace);

    exporter.reset();
    await executor.submit(lookBelow);
    expect(taskSpan('look').parentSpanContext?.spanId).toBe(idOf(taskSpan('lookBelow')));
  });

  it('a map makes a span a chunk, a child of the one that was active at the call, whoever reads it', async () => {
    const [root, results] = await inSpan('root', SpanKind.INTERNAL, (span) =>
      Promise.resolve([
        span.spanContext().spanId,
        executor.map(look, [1, 2, 3, 4, 5], { chunkSize: 2, bufferSize: 4 }),
      ]),
    );
    const seen = await inSpan('reader', SpanKind.INTERNAL, () => results.toArray());
    const spans = taskSpans('look');
    expect(spans.map(({ attributes }) => attributes['heddle.calls'])).toEqual([2, 2, 1]);
    expect(spans.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual([root, root, root]);
    const [first = '', second = '', third = ''] = spans.map(idOf);
    expect(seen.map(({ ownParent }) => ownParent)).toEqual([first, first, second, second, third]);
  });

  it('a task waits until it started: here until the one that it needs has ended', async () => {
    const first = executor.with({ name: 'first' }).submit(look);
    await executor.with({ name: 'second' }).submit(look, first);
    const times = (name: string): number[] => {
      const { startTime, events, endTime } = taskSpan(name);
      expect(events.map((event) => event.name)).toEqual(['started']);
      return [startTime, ...events.map(({ time }) => time), endTime].map(hrTimeToMilliseconds);
    };
    const [submitted1 = NaN, started1 = NaN, ended1 = NaN] = times('first');
    const [submitted2 = NaN, started2 = NaN, ended2 = NaN] = times('second');
    for (const order of [
      [submitted1, started1, ended1, started2, ended2],
      [submitted1, submitted2, ended1],
    ]) {
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });

  it('a task that fails has the status ERROR and its exception, one with retries an event for each try', async () => {
    await executor.with({ name: 'twice', retries: 1, backoff: 0 }).submit(throwValue, new RangeError('no')).exception();
    await executor.with({ name: 'undefined' }).submit(throwValue, undefined).exception();
    const twice = taskSpan('twice');
    expect(twice.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no' });
    expect(eventsOf(twice)).toEqual([['started', 1], ['started', 2], ['exception']]);
    expect(twice.attributes['heddle.attempt']).toBe(2);
    expect(twice.events.at(-1)?.attributes).toMatchObject({
      'exception.type': 'RangeError',
      'exception.message': 'no',
    });
    expect(taskSpan('undefined').status).toEqual({ code: SpanStatusCode.ERROR, message: 'undefined' });
  });

  it('a chunk in which a call fails has the status ERROR, also where the map settles', async () => {
    await executor.map(refuseThree, [1, 2, 3, 4], { chunkSize: 2, settled: true }).toArray();
    expect(taskSpans().map(({ status }) => status)).toEqual([
      { code: SpanStatusCode.UNSET },
      { code: SpanStatusCode.ERROR, message: '1 of 2 calls failed' },
    ]);
  });

  it('a task that is cancelled or aborted is marked, and is no error', async () => {
    executor.with({ name: 'cancelled' }).submit(look).cancel();
    const started = nextStart('aborted');
    const running = executor.with({ name: 'aborted' }).submit(untilStopped);
    await started;
    running.abort('the user left');
    const [cancelled, aborted] = [taskSpan('cancelled'), taskSpan('aborted')];
    expect(eventsOf(cancelled)).toEqual([['cancelled']]);
    expect(eventsOf(aborted)).toEqual([['started', 1], ['cancelled']]);
    expect(aborted.events.at(-1)?.attributes).toEqual({ reason: "'the user left'" });
    for (const { attributes, status } of [cancelled, aborted]) {
      expect([attributes['heddle.cancelled'], status.code]).toEqual([true, SpanStatusCode.UNSET]);
    }
  });

  it('dispose ends the spans of what still runs, and makes no more', async () => {
    const started = nextStart('running');
    const running = executor.with({ name: 'running' }).submit(untilStopped);
    await started;
    tracing.dispose();
    expect(eventsOf(taskSpan('running'))).toEqual([['started', 1]]);
    running.abort();
    await executor.submit(look);
    expect(taskSpans()).toHaveLength(1);
  });
});

describe('tasks on this thread', () => {
  it('may write to their own span', async () => {
    exporter.reset();
    const tracing = traceTasks();
    await using executor = new EventLoopExecutor();
    await executor.with({ name: 'write' }).submit(() => {
      trace.getActiveSpan()?.setAttribute('of the task', 42);
    });
    tracing.dispose();
    expect(taskSpan('write').attributes).toMatchObject({ 'of the task': 42 });
  });

  it('submit, after dispose, with the span that is active there', async () => {
    const tracing = traceTasks();
    await using executor = new EventLoopExecutor();
    const { promise, resolve } = Promise.withResolvers<void>();
    const future = executor.submit(async () => {
      await promise;
      return lookInside();
    });
    tracing.dispose();
    resolve();
    const [outer, inner] = await future;
    expect(inner.active).toBe(outer.own);
  });
});

/** Resolves as the task of that name starts. */
function nextStart(name: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const hear = (message: unknown): void => {
    const event = message as TaskEvent;
    if (event.event === 'started' && event.name === name) {
      channel('heddle:task').unsubscribe(hear);
      resolve();
    }
  };
  channel('heddle:task').subscribe(hear);
  return promise;
}
