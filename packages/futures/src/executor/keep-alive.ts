interface Port {
  ref?: () => void;
  unref?: () => void;
}

let port: Port | undefined;
let holders = 0;

/** Holds the program open until {@link release} was called as often: a task that waits for nothing that the event loop knows is unfinished all the same. */
export function hold(): void {
  holders += 1;
  if (holders === 1) {
    // A port, not a timer: it costs nothing while it is held, and fake timers leave it alone.
    port ??= new MessageChannel().port1 as Port;
    port.ref?.();
  }
}

export function release(): void {
  holders -= 1;
  if (holders === 0) {
    port?.unref?.();
  }
}
