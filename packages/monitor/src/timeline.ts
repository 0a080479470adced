import { describe } from '@heddle/queue/waiting';
import { formatDuration } from './format.ts';
import { stringWidth } from './libraries.ts';
import { fit } from './text.ts';

/** When a task ran; the times count in milliseconds, from anywhere. */
export interface TimelineEvent {
  readonly name: string;
  /** Where it ran (a worker, a stage): those of a lane share a line where they do not overlap. */
  readonly lane?: string | undefined;
  readonly start: number;
  readonly end: number;
}

interface Span {
  readonly event: TimelineEvent;
  readonly from: number;
  readonly to: number;
}

/** Neighbours of one lane take turns with these, so that one's end is seen beside the other's start. */
const fills = ['█', '▓'] as const;
const shortestAxis = 8;

/**
 * Draws when tasks ran, one below the other, as lines of text; the last line is the time axis.
 *
 * @param options.width - columns; no line is longer; 80 by default
 * @throws {RangeError} a time is not finite, an event ends before it starts, or `width` is no integer from 20 up
 * @example
 * timeline([{ name: 'a', start: 0, end: 40 }, { name: 'b', start: 20, end: 90 }], { width: 60 });
 */
export function timeline(events: readonly TimelineEvent[], options: { readonly width?: number } = {}): string[] {
  const { width = 80 } = options;
  if (!Number.isSafeInteger(width) || width < 20) {
    throw new RangeError(`Expected width to be an integer from 20 up, got ${describe(width)}`);
  }
  if (events.length === 0) {
    return [];
  }
  for (const event of events) {
    checkTimes(event);
  }
  const first = events.reduce((least, { start }) => Math.min(least, start), Infinity);
  const last = events.reduce((most, { end }) => Math.max(most, end), -Infinity);
  const lanes = Map.groupBy(events, ({ lane, name }) => lane ?? name);
  const longest = [...lanes.keys()].reduce((most, lane) => Math.max(most, stringWidth(lane)), 0);
  const labelWidth = Math.min(longest, Math.floor(width / 3));
  const axis = Math.max(shortestAxis, width - labelWidth - 1);
  const column = (time: number): number => (last === first ? 0 : ((time - first) / (last - first)) * axis);

  const lines: string[] = [];
  for (const [lane, own] of lanes) {
    for (const [index, row] of pack(own).entries()) {
      const spans = row.map((event) => spanOf(event, column, axis));
      lines.push(`${fit(index === 0 ? lane : '', labelWidth)} ${drawRow(spans)}`);
    }
  }
  const zero = '0';
  const end = formatDuration(last - first);
  lines.push(`${' '.repeat(labelWidth)} ${zero}${end.padStart(axis - zero.length)}`);
  return lines;
}

/** Spreads what overlaps over as few rows as it takes. */
function pack(events: readonly TimelineEvent[]): TimelineEvent[][] {
  const rows: TimelineEvent[][] = [];
  for (const event of events.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const row = rows.find((candidate) => (candidate.at(-1)?.end ?? -Infinity) <= event.start);
    if (row === undefined) {
      rows.push([event]);
    } else {
      row.push(event);
    }
  }
  return rows;
}

/** At least one column, however short the task. */
function spanOf(event: TimelineEvent, column: (time: number) => number, axis: number): Span {
  const from = Math.min(Math.floor(column(event.start)), axis - 1);
  const to = Math.min(axis, Math.max(from + 1, Math.round(column(event.end))));
  return { event, from, to };
}

function drawRow(spans: readonly Span[]): string {
  const cells: string[] = [];
  for (const [index, { event, from, to }] of spans.entries()) {
    const fill = fills[index % fills.length] ?? fills[0];
    while (cells.length < from) {
      cells.push(' ');
    }
    const text = event.lane === undefined ? '' : event.name;
    cells.splice(from, cells.length - from, ...inside(text, to - from, fill));
  }
  return cells.join('');
}

/** A bar with its name inside, where that fits with a margin. */
function inside(name: string, width: number, fill: string): string[] {
  const cells = Array.from({ length: width }, () => fill);
  const letters = Array.from(name);
  if (letters.length > 0 && stringWidth(name) === letters.length && letters.length + 2 <= width) {
    cells.splice(1, letters.length, ...letters);
  }
  return cells;
}

function checkTimes({ name, start, end }: TimelineEvent): void {
  if (!Number.isFinite(start) || !Number.isFinite(end) || end < start) {
    throw new RangeError(
      `Expected ${describe(name)} to end at or after its start, got ${describe(start)} to ${describe(end)}`,
    );
  }
}
