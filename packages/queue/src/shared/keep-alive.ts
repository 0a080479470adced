/** What Node.js adds to a port. */
interface Port {
  ref?: () => void;
  unref?: () => void;
}

let port: Port | undefined;
const holders = new Set<object>();

/**
 * Holds the event loop open for `holder`, and `holder` in memory, until {@link letGo}: a pending `Atomics.waitAsync` alone does neither.
 */
export function holdOpen(holder: object): void {
  holders.add(holder);
  if (holders.size === 1) {
    port ??= new MessageChannel().port1 as Port;
    port.ref?.();
  }
}

/** Whoever does not hold it may call it too. */
export function letGo(holder: object): void {
  if (holders.delete(holder) && holders.size === 0) {
    port?.unref?.();
  }
}
