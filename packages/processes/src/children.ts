import type { ChildProcess } from 'node:child_process';

const children: Set<ChildProcess> = new Set();

/** A worker in an endless loop would never notice that its program has ended: it is ended with it. */
export function endWithProgram(child: ChildProcess): void {
  if (children.size === 0) {
    process.on('exit', endAll);
  }
  children.add(child);
  child.once('exit', () => {
    children.delete(child);
    if (children.size === 0) {
      process.off('exit', endAll);
    }
  });
}

function endAll(): void {
  for (const child of children) {
    child.kill('SIGKILL');
  }
}
