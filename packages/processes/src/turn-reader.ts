import { FrameReader, type Hearer } from './frame-reader.ts';
import type { Pipe } from './frames.ts';

/** Reads what a worker has written into its pipes, in the order in which it has: whichever is heard first, each has its turn. */
export class TurnReader {
  readonly #readers: Readonly<Record<Pipe, FrameReader>>;
  readonly #turned: (pipe: Pipe) => void;
  #turn: Pipe = 'socket';

  /**
   * @param unreadable - something came that cannot be read here
   * @param turned - the next frame is in `pipe`
   */
  constructor(hearer: Hearer, unreadable: (error: unknown) => void, turned: (pipe: Pipe) => void) {
    this.#readers = { socket: new FrameReader(hearer, unreadable), fifo: new FrameReader(hearer, unreadable) };
    this.#turned = turned;
  }

  read(pipe: Pipe, piece: Buffer): void {
    this.#readers[pipe].add(piece);
    while (this.#readers[this.#turn].read()) {
      this.#turn = this.#turn === 'socket' ? 'fifo' : 'socket';
      this.#turned(this.#turn);
    }
  }
}
