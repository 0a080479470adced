import type { Socket } from 'node:net';
import { childProcess } from './built-in.ts';

// Reads which workers there are. Its input ends with the program, however that ends: then it kills those that are left.
const script = `
trap '' HUP INT QUIT TERM
workers=' '
while read -r event pid; do
  case $event in
    started) workers="$workers$pid " ;;
    ended) workers="\${workers%% $pid *} \${workers#* $pid }" ;;
  esac
done
[ "$workers" = ' ' ] || kill -9 $workers`;

/** Kills the workers that outlive their program. */
export interface Watchdog {
  started(pid: number): void;
  ended(pid: number): void;
  stop(): void;
}

/**
 * Starts a small shell beside the program: what a program can do for its workers as it dies is nothing, if it dies of a signal or its event loop is busy.
 *
 * It needs no listener for signals, which would take their default reaction from the program. On Windows child processes end with their parent as it is; where there is no
 * shell, workers that are idle or wait notice that their channel is closed, and only one in an endless loop does not.
 */
export function startWatchdog(): Watchdog | undefined {
  if (process.platform === 'win32') {
    return undefined;
  }
  // In a process group of its own: Ctrl-C is for the program.
  const shell = childProcess().spawn('/bin/sh', ['-c', script], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.on('error', ignore); // there is none
  shell.unref();
  const input = shell.stdin as Socket;
  input.on('error', ignore); // it was killed
  input.unref();
  return {
    started(pid) {
      input.write(`started ${pid}\n`);
    },
    ended(pid) {
      input.write(`ended ${pid}\n`);
    },
    stop() {
      input.end();
    },
  };
}

function ignore(): void {}
