import { styleText } from 'node:util';
import { stringWidth } from './libraries.ts';
import type { Bar, Sample } from './sample.ts';
import { cut, fit, join } from './text.ts';

/** How a frame is drawn. */
export interface FrameOptions {
  /** Columns; no line is longer. */
  readonly width: number;
  readonly colors?: boolean | undefined;
}

const infoLabel = 'INFO';
/** A shorter bar tells nothing, and is left out. */
const shortestBar = 3;

/**
 * Draws a sample as lines: the title, the bars below one another, and the figures.
 *
 * @example
 * frame({ bars: [{ label: 'DONE', value: 3, max: 4 }], info: ['2.0/s'] }, { width: 30 });
 */
export function frame(sample: Sample, options: FrameOptions): string[] {
  const { width, colors = false } = options;
  const { title, bars, info = [] } = sample;
  const labels = bars.map((bar) => bar.label);
  const labelWidth = Math.min(longest([...labels, infoLabel]), Math.max(4, Math.floor(width / 3)));
  const figures = bars.map((bar) => `${figure(bar.value)}/${figure(bar.max)}`);
  const figureWidth = longest(figures);
  const lines = title === undefined ? [] : [paint('bold', cut(title, width), colors)];
  for (const [index, bar] of bars.entries()) {
    const barWidth = width - labelWidth - figureWidth - 2;
    const label = fit(bar.label, labelWidth);
    const counted = (figures[index] ?? '').padStart(figureWidth);
    if (barWidth < shortestBar) {
      lines.push(cut(`${label} ${counted.trimStart()}`, width));
    } else {
      lines.push(`${label} ${drawBar(bar, barWidth, colors)} ${counted}`);
    }
  }
  if (info.length > 0) {
    const room = width - labelWidth - 1;
    const figuresThatFit = join(info, room);
    // Where not even the first figure fits beside the label, it stands alone.
    lines.push(figuresThatFit === '' ? cut(info[0] ?? '', width) : `${fit(infoLabel, labelWidth)} ${figuresThatFit}`);
  }
  return lines;
}

/** The same as one line of plain text, for a file or a log. */
export function plainLine(sample: Sample): string {
  const { title, bars, info = [] } = sample;
  const figures = bars.map((bar) => `${bar.label} ${figure(bar.value)}/${figure(bar.max)}`);
  const text = [...figures, ...info].join(', ');
  return cut(title === undefined ? text : `${title}: ${text}`, Infinity);
}

function drawBar(bar: Bar, width: number, colors: boolean): string {
  const share = bar.max > 0 ? Math.min(1, Math.max(0, bar.value / bar.max)) : 0;
  // Full only when all is there, empty only when nothing is.
  const cells = share === 1 || share === 0 ? share * width : clamp(Math.round(share * width), 1, width - 1);
  const filled = '█'.repeat(cells);
  return paint(bar.color ?? 'green', filled, colors) + paint('dim', '░'.repeat(width - cells), colors);
}

function paint(style: Parameters<typeof styleText>[0], text: string, colors: boolean): string {
  return colors && text !== '' ? styleText(style, text, { validateStream: false }) : text;
}

function figure(n: number): string {
  return Number.isFinite(n) ? String(Math.round(n)) : '?';
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

function clamp(n: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, n));
}
