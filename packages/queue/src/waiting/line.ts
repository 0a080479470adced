/** A place in a {@link Line}; whoever is to stand in one extends it, or has its fields. It stands in at most one line at a time. */
export class LineNode {
  prev: this | undefined = undefined;
  next: this | undefined = undefined;
  line: Line<this> | undefined = undefined;
}

/** First come, first served: a doubly linked list of its own nodes, where joining, leaving and serving cost the same however long it is. */
export class Line<N extends LineNode> {
  #first: N | undefined = undefined;
  #last: N | undefined = undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): N | undefined {
    return this.#first;
  }

  /** Puts `node` last. */
  add(node: N): void {
    if (node.line !== undefined) {
      throw new Error('Expected node to stand in no line, got one that stands in a line');
    }
    node.line = this;
    node.prev = this.#last;
    if (this.#last === undefined) {
      this.#first = node;
    } else {
      this.#last.next = node;
    }
    this.#last = node;
    this.#size += 1;
  }

  /** Takes `node` out, wherever it stands; `false` if it does not stand in this line. */
  remove(node: N): boolean {
    if (node.line !== this) {
      return false;
    }
    const { prev, next } = node;
    if (prev === undefined) {
      this.#first = next;
    } else {
      prev.next = next;
    }
    if (next === undefined) {
      this.#last = prev;
    } else {
      next.prev = prev;
    }
    node.prev = undefined;
    node.next = undefined;
    node.line = undefined;
    this.#size -= 1;
    return true;
  }

  /** Takes the first node out. */
  shift(): N | undefined {
    const node = this.#first;
    if (node !== undefined) {
      this.remove(node);
    }
    return node;
  }

  /** From the first to the last; the node in hand may be removed meanwhile. */
  *[Symbol.iterator](): Generator<N, void, undefined> {
    let node = this.#first;
    while (node !== undefined) {
      const next: N | undefined = node.next;
      yield node;
      node = next;
    }
  }
}
