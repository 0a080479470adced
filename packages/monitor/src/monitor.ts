import { describe } from '@heddle/queue/waiting';
import type { RunStats, StageStats } from '@heddle/pipeline';
import { formatDuration, formatRate } from './format.ts';
import { checkDisplayOptions } from './options.ts';
import type { DisplayOptions } from './options.ts';
import { Progress } from './progress.ts';
import type { Bar, Sample } from './sample.ts';

/** What a monitor reads: the figures of a run, of which only `done` and `failed` must be there. */
export type Figures = Pick<RunStats, 'done' | 'failed'> &
  Partial<Pick<RunStats, 'produced' | 'total' | 'waiting' | 'running' | 'retried' | 'rate' | 'eta' | 'stages'>>;

/** Whatever has figures: a run of a pipeline, or an object of your own. One with `on` stops its monitor when it has finished. */
export interface Monitored {
  stats(): Figures;
  on?(event: 'finished', fn: () => void): unknown;
}

export interface MonitorOptions extends DisplayOptions {
  /** A line above the bars. */
  readonly title?: string | undefined;
  /** How many items there will be, where the source cannot tell. */
  readonly total?: number | undefined;
}

/**
 * Shows the progress of a run: bars of what is to do and what is done, and a line of figures.
 *
 * It stops by itself when the run has finished.
 *
 * @throws {TypeError} `monitored` has no `stats()`, or an option has a wrong type
 * @throws {RangeError} an option is out of its range
 * @example
 * const run = pipeline(days).consume(checkPrice).run();
 * monitor(run, { title: 'Prices' });
 * await run.finished();
 */
export function monitor(monitored: Monitored, options: MonitorOptions = {}): Progress {
  if (typeof monitored?.stats !== 'function') {
    throw new TypeError(`Expected a run, or an object with stats(), got ${describe(monitored)}`);
  }
  const checked = checkDisplayOptions(options);
  const { title, total } = options;
  if (title !== undefined && typeof title !== 'string') {
    throw new TypeError(`Expected title to be a string, got ${describe(title)}`);
  }
  checkTotal(total);
  const progress = new Progress(() => sampleOf(monitored.stats(), { title, total }), checked);
  monitored.on?.('finished', () => progress.stop());
  return progress;
}

/** The figures as a monitor shows them: TODO and DONE, or with several stages TODO and one bar for each. */
export function sampleOf(figures: Figures, options: Pick<MonitorOptions, 'title' | 'total'> = {}): Sample {
  const { done, failed, waiting = 0, running = 0, retried = 0, stages = [] } = figures;
  const earlier = stages.slice(0, -1);
  const skipped = sum(earlier, 'skipped');
  const settled = done + failed + skipped;
  const total = Math.max(options.total ?? figures.total ?? figures.produced ?? 0, settled);
  const todo: Bar = { label: 'TODO', value: total - settled, max: total, color: 'cyan' };
  const finished: Bar[] =
    stages.length > 1
      ? stages.map((stage, index) => stageBar(stage, index, total))
      : [{ label: 'DONE', value: settled, max: total, color: barColor(failed) }];
  const allFailed = failed + sum(earlier, 'failed');
  const allRetried = retried + sum(earlier, 'retried');
  const info = [
    `${done} done`,
    ...(allFailed > 0 ? [`${allFailed} failed`] : []),
    ...(figures.rate === undefined ? [] : [formatRate(figures.rate)]),
    ...(todo.value > 0 && figures.eta !== undefined ? [`${formatDuration(figures.eta)} left`] : []),
    `${running + sum(earlier, 'running')} running`,
    `${waiting + sum(earlier, 'waiting')} waiting`,
    ...(allRetried > 0 ? [`${allRetried} retried`] : []),
  ];
  return { title: options.title, bars: [todo, ...finished], info };
}

function stageBar(stage: StageStats, index: number, total: number): Bar {
  const label = stage.name === '' ? `stage ${index + 1}` : stage.name;
  return { label, value: stage.done + stage.failed, max: total, color: barColor(stage.failed) };
}

function barColor(failed: number): 'green' | 'yellow' {
  return failed > 0 ? 'yellow' : 'green';
}

function sum(stages: readonly StageStats[], figure: 'skipped' | 'failed' | 'retried' | 'running' | 'waiting'): number {
  return stages.reduce((all, stage) => all + stage[figure], 0);
}

function checkTotal(total: unknown): void {
  if (total === undefined || (typeof total === 'number' && total >= 0)) {
    return;
  }
  const Problem = typeof total === 'number' ? RangeError : TypeError;
  throw new Problem(`Expected total to be a number from 0 up, got ${describe(total)}`);
}
