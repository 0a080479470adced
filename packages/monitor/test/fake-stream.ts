import { Writable } from 'node:stream';
import type { Output } from '../src/index.ts';

/** A stream that keeps what was written, as a terminal of `columns` or as a pipe. */
export class FakeStream extends Writable implements Output {
  readonly isTTY: boolean;
  columns: number;
  readonly rows: number = 24;
  readonly writes: string[] = [];
  /** What the next writes fail with. */
  failure: Error | undefined = undefined;

  constructor(options: { isTTY?: boolean; columns?: number } = {}) {
    super({ decodeStrings: false });
    this.isTTY = options.isTTY ?? false;
    this.columns = options.columns ?? 80;
  }

  override _write(chunk: string, _encoding: string, done: (error?: Error | null) => void): void {
    if (this.failure !== undefined) {
      done(this.failure);
      return;
    }
    if (chunk !== '') {
      this.writes.push(chunk);
    }
    done();
  }

  hasColors(): boolean {
    return false;
  }

  get text(): string {
    return this.writes.join('');
  }
}
