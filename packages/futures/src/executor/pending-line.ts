import { Line, type LineNode } from '@heddle/queue/waiting';

/** What waits for a worker: lower priority first, equals in the order they came. Joining and leaving cost the same however many wait. */
export class PendingLine<N extends LineNode & { readonly priority: number }> {
  /** A line a priority that was ever used, lowest first. There are few. */
  readonly #lines: { readonly priority: number; readonly line: Line<N> }[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Who is served next. */
  get first(): N | undefined {
    // By index: an iterator would cost a map's item a thirtieth of its time.
    for (let at = 0; at < this.#lines.length; at += 1) {
      const first = this.#lines[at]?.line.first;
      if (first !== undefined) {
        return first;
      }
    }
    return undefined;
  }

  add(node: N): void {
    this.#lineOf(node.priority).add(node);
    this.#size += 1;
  }

  remove(node: N): boolean {
    const removed = this.#lineOf(node.priority).remove(node);
    this.#size -= removed ? 1 : 0;
    return removed;
  }

  shift(): N | undefined {
    for (let at = 0; at < this.#lines.length; at += 1) {
      const first = this.#lines[at]?.line.shift();
      if (first !== undefined) {
        this.#size -= 1;
        return first;
      }
    }
    return undefined;
  }

  #lineOf(priority: number): Line<N> {
    let at = 0;
    for (const entry of this.#lines) {
      if (entry.priority === priority) {
        return entry.line;
      }
      if (entry.priority > priority) {
        break;
      }
      at += 1;
    }
    const line = new Line<N>();
    this.#lines.splice(at, 0, { priority, line });
    return line;
  }
}
