import type { PoolChannel } from '../channel.ts';
import type { ToPool } from '../messages.ts';

/** A message that waits to be sent. */
export interface Letter {
  /** Asked for as it leaves. */
  readonly message: () => ToPool;
  readonly transfer?: readonly unknown[] | undefined;
  /** The channel cannot carry it: what to send instead, if anything. */
  readonly refused?: (refusal: unknown) => ToPool | undefined;
  /** Not even that: what surely can be sent. */
  readonly refusedAgain?: (refusal: unknown) => ToPool;
}

/** Sends what a worker says in one turn as one list. */
export class Outbox {
  readonly #channel: PoolChannel;
  #letters: Letter[] = [];

  constructor(channel: PoolChannel) {
    this.#channel = channel;
  }

  get isEmpty(): boolean {
    return this.#letters.length === 0;
  }

  add(letter: Letter): void {
    this.#letters.push(letter);
    if (this.#letters.length === 1) {
      // After the last microtask of this turn: tasks that end one after the other without waiting go together.
      queueMicrotask(() => {
        process.nextTick(() => {
          this.flush();
        });
      });
    }
  }

  say(message: ToPool): void {
    this.add({ message: () => message });
  }

  flush(): void {
    const letters = this.#letters;
    this.#letters = [];
    if (letters.length === 0) {
      return;
    }
    // A loan may name a call that was submitted in the same turn: that goes first.
    const messages = letters
      .map(({ message }) => message())
      .toSorted((a, b) => Number(a.type === 'lend') - Number(b.type === 'lend'));
    try {
      this.#channel.post(
        messages,
        letters.flatMap(({ transfer }) => transfer ?? []),
      );
    } catch {
      for (const letter of letters) {
        this.#sendAlone(letter);
      }
    }
  }

  #sendAlone(letter: Letter): void {
    try {
      this.#channel.post([letter.message()], letter.transfer);
    } catch (refusal) {
      const instead = letter.refused?.(refusal);
      if (instead !== undefined) {
        this.#sendAlone({
          message: () => instead,
          ...(letter.refusedAgain === undefined ? {} : { refused: letter.refusedAgain }),
        });
      }
    }
  }
}
