import { styleText } from 'node:util';
import type { CollectedSpan } from './collector.ts';

interface Line {
  readonly label: string;
  readonly span: CollectedSpan;
}

/** The spans as a tree, a line each: what it is, how long it waited and ran, where it ran, and how it ended. */
export function drawTree(spans: readonly CollectedSpan[]): string[] {
  const known = new Set(spans.map(({ id }) => id));
  const inOrder = spans.toSorted((a, b) => a.start - b.start);
  // A span whose parent never arrived stands at the top, where it is seen.
  const children = Map.groupBy(inOrder, ({ parent }) =>
    parent !== undefined && known.has(parent) ? parent : undefined,
  );
  const lines: Line[] = [];
  const draw = (parent: string | undefined, indent: string): void => {
    const siblings = children.get(parent) ?? [];
    for (const [index, span] of siblings.entries()) {
      const isLast = index === siblings.length - 1;
      const isRoot = parent === undefined;
      const branch = isRoot ? '' : isLast ? '└─ ' : '├─ ';
      lines.push({ label: `${indent}${branch}${nameOf(span)}`, span });
      draw(span.id, isRoot ? '' : `${indent}${isLast ? '   ' : '│  '}`);
    }
  };
  draw(undefined, '');
  const width = Math.max(0, ...lines.map(({ label }) => label.length));
  const header = `${''.padEnd(width)}  ${'waited'.padStart(9)}  ${'ran'.padStart(9)}`;
  return [
    styleText('dim', header),
    ...lines.map(({ label, span }) => {
      const { waited, ran } = timesOf(span);
      const times = `${ms(waited)}  ${ms(ran)}`;
      const notes = [styleText('dim', whereOf(span)), endOf(span)].filter((note) => note !== '');
      return [label.padEnd(width), times, ...notes].join('  ').trimEnd();
    }),
  ];
}

function nameOf({ name, attributes }: CollectedSpan): string {
  const calls = attributes['heddle.calls'];
  return typeof calls === 'number' && calls > 1 ? `${name} × ${calls}` : name;
}

/** A task waits until its first try starts, and runs from there on; any other span only runs. */
export function timesOf(span: CollectedSpan): { waited: number | undefined; ran: number | undefined } {
  const { start, end, attributes, events } = span;
  if (attributes['heddle.executor'] === undefined) {
    return { waited: undefined, ran: end - start };
  }
  const started = events.find(({ name }) => name === 'started');
  return started === undefined
    ? { waited: end - start, ran: undefined }
    : { waited: started.time - start, ran: end - started.time };
}

function ms(time: number | undefined): string {
  return (time === undefined ? '' : `${time.toFixed(1)} ms`).padStart(9);
}

/** The span of a task is made where its executor is, which says nothing of where the task ran. */
function whereOf({ resource, attributes }: CollectedSpan): string {
  const { 'process.pid': pid, 'thread.id': thread } = resource;
  if (attributes['heddle.executor'] !== undefined) {
    return '';
  }
  if (pid !== process.pid) {
    return `process ${String(pid)}`;
  }
  return thread === 0 ? 'main' : `thread ${String(thread)}`;
}

function endOf({ attributes, events, error }: CollectedSpan): string {
  const tries = events.filter(({ name }) => name === 'started').length;
  const notes = [
    ...(tries > 1 ? [`${tries} tries`] : []),
    ...(attributes['heddle.cancelled'] === true ? [styleText('yellow', 'cancelled')] : []),
    ...(error === undefined ? [] : [styleText('red', `✗ ${shorten(error)}`)]),
  ];
  return notes.join(', ');
}

function shorten(text: string): string {
  return text.length > 50 ? `${text.slice(0, 49)}…` : text;
}
