import { Line, LineNode } from './line.ts';

/** Who is called when a signal aborts: it stands in the line of that signal until then, and takes itself out with `leaveSignal`. */
export abstract class Abortable extends LineNode {
  abstract abort(): void;
}

/** Everyone who waits on a signal, and the one listener that calls them. */
class SignalLine extends Line<Abortable> {
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    super();
    this.#signal = signal;
    lines.set(signal, this);
    signal.addEventListener('abort', this.#abort);
  }

  /** Nobody stands in it, or it has called them. */
  close(): void {
    if (lines.get(this.#signal) === this) {
      lines.delete(this.#signal);
      this.#signal.removeEventListener('abort', this.#abort);
    }
  }

  readonly #abort = (): void => {
    this.close();
    // Taken out first: what one of them removes meanwhile is not called, and finds nothing left to end.
    for (let node = this.shift(); node !== undefined; node = this.shift()) {
      node.abort();
    }
  };
}

const lines = new WeakMap<AbortSignal, SignalLine>();

/**
 * Has `node.abort()` called once when `signal` aborts. It must not throw; a signal that has aborted already calls nobody.
 *
 * However many wait on a signal, it carries ONE listener, exactly while somebody waits: adding one to an
 * `EventTarget` walks those it has, so that a listener each would make n waiters cost n².
 */
export function joinSignal(signal: AbortSignal, node: Abortable): void {
  (lines.get(signal) ?? new SignalLine(signal)).add(node);
}

/** Takes `node` out of the line of its signal; does nothing if it does not stand in one any more. */
export function leaveSignal(node: Abortable): void {
  const line = node.line as SignalLine | undefined;
  if (line?.remove(node) === true && line.size === 0) {
    line.close();
  }
}

/**
 * Calls `fn` once when `signal` aborts, as {@link joinSignal} does.
 *
 * @returns what removes it; calling that again, or late, does nothing
 */
export function onAbort(signal: AbortSignal, fn: () => void): () => void {
  const node = new Calling(fn);
  joinSignal(signal, node);
  return () => {
    leaveSignal(node);
  };
}

class Calling extends Abortable {
  readonly abort: () => void;

  constructor(fn: () => void) {
    super();
    this.abort = fn;
  }
}
