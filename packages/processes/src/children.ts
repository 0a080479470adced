import type { ChildProcess } from 'node:child_process';
import { startWatchdog, type Watchdog } from './watchdog.ts';

const children: Set<ChildProcess> = new Set();
let watchdog: Watchdog | undefined;

/**
 * A worker in an endless loop would never notice that its program has ended: it is ended with it, whether that exits or dies of a signal.
 *
 * @param fifoMade - called later, if there can be a named pipe for the child: it is at `path`
 */
export function endWithProgram(child: ChildProcess, fifoMade: (path: string) => void): void {
  const { pid } = child;
  if (pid === undefined) {
    return; // it did not start
  }
  if (children.size === 0) {
    watchdog = startWatchdog();
    process.on('exit', endAll);
  }
  children.add(child);
  watchdog?.started(pid, fifoMade);
  child.once('exit', () => {
    children.delete(child);
    watchdog?.ended(pid);
    if (children.size === 0) {
      process.off('exit', endAll);
      watchdog?.stop();
    }
  });
}

/** At once, where the program has the time; the watchdog comes a moment later. */
function endAll(): void {
  for (const child of children) {
    child.kill('SIGKILL');
  }
}
