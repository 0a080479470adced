import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where tasks write down that they started, wherever they run: a file, to which each appends its number. */
export class Ledger implements Disposable {
  readonly file: string;
  readonly #folder: string;
  readonly #descriptor: number;
  readonly #starts: Map<number, number> = new Map();
  #lastId = 0;
  #rest = '';

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'heddle-schedules-'));
    this.file = join(this.#folder, 'starts');
    this.#descriptor = openSync(this.file, 'a+');
  }

  /** A number that no other task has. */
  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** How often the task `id` has started; asked once, as it can start no more. */
  takeStarts(id: number): number {
    const starts = this.#starts.get(id) ?? 0;
    this.#starts.delete(id);
    return starts;
  }

  /** Starts that nobody took: of tasks that could start no more. */
  get unexpected(): number[] {
    return [...this.#starts.keys()];
  }

  /** Reads what was written since. */
  read(): void {
    const buffer = Buffer.alloc(65_536);
    for (let length = -1; length !== 0;) {
      length = readSync(this.#descriptor, buffer);
      const lines = (this.#rest + buffer.toString('latin1', 0, length)).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) {
        const id = Number(line);
        this.#starts.set(id, (this.#starts.get(id) ?? 0) + 1);
      }
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
    rmSync(this.#folder, { recursive: true });
  }
}
