/** What Node.js has of this thread and of those that it starts; Deno and Bun have the same. */
interface Threads {
  threadId: number;
}

interface Started {
  threadId: number;
  once(event: 'exit', fn: () => void): void;
}

interface Files {
  readlinkSync(path: string): string;
  existsSync(path: string): boolean;
}

interface Host {
  process?: {
    getBuiltinModule?: (id: string) => unknown;
    on?: (event: 'worker', fn: (worker: Started) => void) => void;
  };
}

const host = (globalThis as Host).process;
const files = host?.getBuiltinModule?.('node:fs') as Files | undefined;

/** Which thread this is; no other of the process ever has the same. */
export const threadId: number = (host?.getBuiltinModule?.('node:worker_threads') as Threads | undefined)?.threadId ?? 0;

/**
 * This thread in one word that a lock can hold: on Linux what the kernel calls it, elsewhere `threadId` and 1 more.
 * Never 0, and below 2 ** 30.
 */
export const identity: number = kernelThread() ?? threadId + 1;

const isLinux = kernelThread() !== undefined;
const ended = new Set<number>();
const listeners = new Set<(thread: number) => void>();

// `process` tells a thread of each worker that it starts from now on.
host?.on?.('worker', (worker) => {
  const thread = worker.threadId; // -1 once it has ended
  worker.once('exit', () => {
    threadEnded(thread);
  });
});

/** Calls `fn` for each thread that ended, as far as this thread hears of it. */
export function onThreadEnd(fn: (thread: number) => void): void {
  listeners.add(fn);
}

/** Says that a thread has ended. */
export function threadEnded(thread: number): void {
  ended.add(thread);
  for (const fn of listeners) {
    fn(thread);
  }
}

/**
 * Whether the thread of this identity is known to have ended. `false` also where that cannot be told: one that is only paused must never be taken for dead.
 *
 * Linux is asked for its own list of threads, so that one who blocks, and hears no event, learns of it too.
 */
export function hasEnded(identity: number, thread?: number): boolean {
  if (thread !== undefined && ended.has(thread)) {
    return true;
  }
  return isLinux ? !isListed(identity) && kernelThread() !== undefined : ended.has(identity - 1);
}

function isListed(thread: number): boolean {
  return files?.existsSync(`/proc/self/task/${thread}`) === true;
}

function kernelThread(): number | undefined {
  try {
    const [, id] = /\/task\/(\d+)$/.exec(files?.readlinkSync('/proc/thread-self') ?? '') ?? [];
    return id !== undefined && isListed(Number(id)) ? Number(id) : undefined;
  } catch {
    return undefined; // not Linux
  }
}
