import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { startPriceServer } from '@heddle/price-server';
import { expect, it, onTestFinished } from 'vitest';
import {
  type CollectedSpan,
  Collector,
  drawTree,
  executorKinds,
  handleRequest,
  makeExecutor,
  startSdk,
  stopSdk,
  timesOf,
  traceTasks,
} from '../src/index.ts';

it.each(executorKinds)('a request is one tree of spans, wherever they were made: %s', async (kind) => {
  const server = await startPriceServer({ port: 0, latency: 1 });
  onTestFinished(() => server.close());
  process.env['PRICE_SERVER'] = server.url;
  await using collector = await Collector.start();
  startSdk(collector.url);
  const tracing = traceTasks();
  try {
    await using executor = makeExecutor(kind, [collector.url]);
    expect(await handleRequest(executor, '2020-04-01')).toHaveLength(3);
  } finally {
    tracing.dispose();
    await stopSdk();
  }
  const spans = collector.spans.toSorted((a, b) => a.start - b.start);
  const childrenOf = (parent: CollectedSpan | undefined, name: string): CollectedSpan[] =>
    spans.filter((span) => span.parent === parent?.id && span.name.startsWith(name));

  expect(new Set(spans.map(({ trace }) => trace)).size).toBe(1);
  const [request, ...otherRoots] = childrenOf(undefined, '');
  expect([request?.name, otherRoots]).toEqual(['request', []]);
  const highest = childrenOf(request, 'highestClose');
  const chunks = highest.map((span) => childrenOf(span, 'checkPrice'));
  expect(chunks.map((each) => each.map(({ attributes }) => attributes['heddle.calls']))).toEqual([
    [4, 4, 3],
    [4, 4, 3],
    [4, 4, 3],
  ]);
  const gets = chunks.map((each) => each.map((span) => childrenOf(span, 'GET /price/').length));
  expect(gets).toEqual([
    [4, 4, 3],
    [4, 4, 3],
    [4, 4, 3],
  ]);
  const [wrong] = childrenOf(request, 'checkPrice');
  expect(wrong?.error).toContain("got 'nasdaq'");
  expect(childrenOf(wrong, 'GET /price/nasdaq/').map(({ error }) => error !== undefined)).toEqual([true, true]);
  const [unwanted] = childrenOf(request, 'unwanted');
  expect(unwanted?.attributes['heddle.cancelled']).toBe(true);
  expect(unwanted && timesOf(unwanted).ran).toBeUndefined();
  expect(spans).toHaveLength(1 + 3 + 9 + 33 + 3 + 1);

  for (const span of [...highest, ...chunks.flat()]) {
    const { waited = NaN, ran = NaN } = timesOf(span);
    expect(waited).toBeGreaterThan(0);
    expect(ran).toBeGreaterThan(0);
    expect(waited + ran).toBeCloseTo(span.end - span.start);
  }

  const onMain = spans.filter(({ resource }) => resource['process.pid'] === process.pid && resource['thread.id'] === 0);
  expect(onMain).toHaveLength(kind === 'event-loop' ? spans.length : 1 + 3 + 9 + 1 + 1);

  const lines = drawTree(collector.spans).map((line) => stripVTControlCharacters(line));
  expect(lines).toHaveLength(1 + spans.length);
  expect(lines.join('\n')).toMatch(/^├─ highestClose .*\n│ {2}├─ checkPrice × 4 .*\n│ {2}│ {2}├─ GET \/price\//m);
  expect(lines.join('\n')).toMatch(/^├─ checkPrice .* 2 tries, ✗ .*\n│ {2}├─ GET \/price\/nasdaq/m);
  expect(lines.at(-1)).toMatch(/^└─ unwanted .* cancelled$/);
});

it('the program prints the tree, and sends the spans to a collector too', async () => {
  await using collector = await Collector.start();
  const main = join(import.meta.dirname, '../src/main.ts');
  const args = [main, '--executor', 'event-loop', '--latency', '1', '--otlp', collector.url];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toHaveLength(1 + collector.spans.length);
  expect(collector.spans).toHaveLength(50);
});
