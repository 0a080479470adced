import { describe } from '@heddle/queue/waiting';
import { checkDisplayOptions } from './options.ts';
import type { DisplayOptions } from './options.ts';
import type { Sample } from './sample.ts';
import { isLive, liveScreen, plainScreen } from './screen.ts';
import type { Output, Screen } from './screen.ts';

const defaultInterval = 100;
const defaultPlainInterval = 10_000;

/**
 * Shows what `sample` answers, again and again, until it is stopped; made by {@link createProgress}.
 *
 * Its timer never holds the program open, and a stream that breaks ends the drawing and nothing else.
 */
export class Progress implements AsyncDisposable {
  readonly #sample: () => Sample;
  readonly #stream: Output;
  readonly #screen: Screen;
  readonly #timer: ReturnType<typeof setInterval>;
  #state: 'drawing' | 'broken' | 'stopped' = 'drawing';

  /** @internal */
  constructor(sample: () => Sample, options: DisplayOptions) {
    const { stream = process.stderr, colors, plainInterval = defaultPlainInterval } = options;
    const live = options.live ?? isLive(stream, process.env);
    this.#sample = sample;
    this.#stream = stream;
    this.#screen = live ? liveScreen(stream, colors) : plainScreen(stream, plainInterval);
    this.#stream.on('error', this.#onError);
    this.#timer = setInterval(this.#onTimer, options.interval ?? defaultInterval);
    this.#timer.unref();
  }

  /** Draws now (elsewhere than on a terminal: if it is time for a line). */
  update(): void {
    if (this.#state === 'drawing') {
      this.#screen.draw(this.#sample());
    }
  }

  /** Draws a last frame, which stays. Calling it again does nothing. */
  stop(): void {
    if (this.#state === 'stopped') {
      return;
    }
    const wasDrawing = this.#state === 'drawing';
    this.#state = 'stopped';
    clearInterval(this.#timer);
    try {
      if (wasDrawing) {
        this.#screen.end(this.#sample());
      }
    } finally {
      this.#forgetStream();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    return Promise.resolve();
  }

  readonly #onTimer = (): void => {
    try {
      this.update();
    } catch (error) {
      clearInterval(this.#timer);
      process.emitWarning(`A progress display ended: ${error instanceof Error ? error.message : describe(error)}`);
    }
  };

  readonly #onError = (): void => {
    if (this.#state === 'drawing') {
      this.#state = 'broken';
      clearInterval(this.#timer);
    }
  };

  /** An error of the last write comes after it: only once that is through, nobody listens any more. */
  #forgetStream(): void {
    if (this.#stream.writable) {
      this.#stream.write('', () => {
        setImmediate(() => this.#stream.off('error', this.#onError));
      });
    }
  }
}

/**
 * A display of your own: bars and figures, sampled anew for each frame.
 *
 * @param sample - what to show now; it is called for each frame
 * @throws {TypeError} `sample` is no function, or an option has a wrong type
 * @throws {RangeError} an interval is not above 0
 * @example
 * const progress = createProgress(() => ({ bars: [{ label: 'TODO', value: todo.qsize(), max: 100 }] }));
 * progress.stop();
 */
export function createProgress(sample: () => Sample, options?: DisplayOptions): Progress {
  if (typeof sample !== 'function') {
    throw new TypeError(`Expected sample to be a function, got ${describe(sample)}`);
  }
  return new Progress(sample, checkDisplayOptions(options));
}
