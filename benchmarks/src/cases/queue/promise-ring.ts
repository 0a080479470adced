/** As little as one producer and one consumer can do with: no timeout, no signal, no end, one waiter on each side. */
export class PromiseRing {
  readonly #items: number[];
  #head = 0;
  #size = 0;
  #getter: ((item: number) => void) | undefined;
  #putter: (() => void) | undefined;

  constructor(capacity: number) {
    this.#items = Array.from({ length: capacity }, () => 0);
  }

  async put(item: number): Promise<void> {
    if (this.#size === this.#items.length) {
      await new Promise<void>((resolve) => {
        this.#putter = resolve;
      });
    }
    if (this.#getter !== undefined) {
      const getter = this.#getter;
      this.#getter = undefined;
      getter(item);
      return;
    }
    this.#items[(this.#head + this.#size) % this.#items.length] = item;
    this.#size += 1;
  }

  async get(): Promise<number> {
    if (this.#size === 0) {
      return await new Promise<number>((resolve) => {
        this.#getter = resolve;
      });
    }
    const item = this.#items[this.#head] ?? NaN;
    this.#head = (this.#head + 1) % this.#items.length;
    this.#size -= 1;
    const putter = this.#putter;
    this.#putter = undefined;
    putter?.();
    return item;
  }
}
