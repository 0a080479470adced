/** The one listener on a signal, and everyone it calls. */
interface Listening {
  readonly fns: Set<() => void>;
  readonly listener: () => void;
}

const listenings = new WeakMap<AbortSignal, Listening>();

/**
 * Calls `fn` once when `signal` aborts. `fn` must not throw; a signal that has aborted already calls nothing.
 *
 * However many wait on a signal, it carries ONE listener, exactly while somebody waits: adding one to an
 * `EventTarget` walks those it has, so that a listener each would make n waiters cost n².
 *
 * @returns what removes it; calling that again, or late, does nothing
 */
export function onAbort(signal: AbortSignal, fn: () => void): () => void {
  const listening = listenings.get(signal) ?? listen(signal);
  // Wrapped, so that the same function may be added twice.
  const call = (): void => {
    fn();
  };
  listening.fns.add(call);
  return () => {
    if (listening.fns.delete(call) && listening.fns.size === 0) {
      endListening(signal, listening);
    }
  };
}

function listen(signal: AbortSignal): Listening {
  const fns = new Set<() => void>();
  const listener = (): void => {
    endListening(signal, listening);
    for (const fn of fns) {
      // Deleted first: what one of them removes meanwhile is not called, and finds nothing left to end.
      fns.delete(fn);
      fn();
    }
  };
  const listening: Listening = { fns, listener };
  listenings.set(signal, listening);
  signal.addEventListener('abort', listener);
  return listening;
}

function endListening(signal: AbortSignal, listening: Listening): void {
  if (listenings.get(signal) === listening) {
    listenings.delete(signal);
    signal.removeEventListener('abort', listening.listener);
  }
}
