import type { Writable } from 'node:stream';
import { frame, plainLine } from './frame.ts';
import { createLogUpdate } from './libraries.ts';
import type { Sample } from './sample.ts';

/** A terminal, a pipe or a file. */
export type Output = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(): boolean;
};

/** Where samples are drawn. */
export interface Screen {
  draw(sample: Sample): void;
  /** Draws the last sample, which stays. */
  end(sample: Sample): void;
}

const defaultColumns = 80;

/** Draws in place, over what it drew before. */
export function liveScreen(stream: Output, colors: boolean | undefined): Screen {
  // The cursor stays visible: so there is nothing to restore if the program dies.
  const log = createLogUpdate(stream, { showCursor: true });
  const draw = (sample: Sample): void => {
    // The last column stays free: some terminals wrap as soon as it is written.
    const width = Math.max(1, (stream.columns ?? defaultColumns) - 1);
    log(frame(sample, { width, colors: colors ?? stream.hasColors?.() === true }).join('\n'));
  };
  return {
    draw,
    end: (sample) => {
      draw(sample);
      log.done();
    },
  };
}

/** Writes a line at most every `interval` milliseconds, and only when it differs from the last. */
export function plainScreen(stream: Output, interval: number): Screen {
  let last: string | undefined;
  let lastAt = -Infinity;
  const write = (sample: Sample): void => {
    const line = plainLine(sample);
    if (line !== last) {
      last = line;
      stream.write(`${line}\n`);
    }
  };
  return {
    draw: (sample) => {
      const now = performance.now();
      if (now - lastAt >= interval) {
        lastAt = now;
        write(sample);
      }
    },
    end: write,
  };
}

/** Whether `stream` can be drawn on in place: a terminal, and no CI's. */
export function isLive(stream: Output, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
}
