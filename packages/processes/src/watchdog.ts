import { mkdtempSync, rmdir } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { childProcess } from './built-in.ts';

// Reads which workers there are. Its input ends with the program, however that ends: then it kills those that are left. In the folder, where there is one, it makes a
// named pipe for each worker: beside a program of many megabytes, to start another program takes the shell a fraction of what it takes that.
const script = `
trap '' HUP INT QUIT TERM
workers=' '
while read -r event pid; do
  case $event in
    started)
      workers="$workers$pid "
      [ -z "$1" ] || ! mkfifo -m 600 "$1/$pid" || echo "$pid"
      ;;
    ended)
      workers="\${workers%% $pid *} \${workers#* $pid }"
      [ -z "$1" ] || [ ! -e "$1/$pid" ] || rm "$1/$pid"
      ;;
  esac
done
[ "$workers" = ' ' ] || kill -9 $workers
[ -z "$1" ] || rm -r "$1"`;

/** Kills the workers that outlive their program. */
export interface Watchdog {
  /** @param fifoMade - called later, if there can be a named pipe: it is at `path` */
  started(pid: number, fifoMade: (path: string) => void): void;
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
  const folder = makeFolder();
  // In a process group of its own: Ctrl-C is for the program.
  const shell = childProcess().spawn('/bin/sh', ['-c', script, 'heddle', folder ?? ''], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  shell.on('error', () => {
    // There is none.
    if (folder !== undefined) {
      rmdir(folder, ignore);
    }
  });
  shell.unref();
  const input = shell.stdin as Socket;
  input.on('error', ignore); // it was killed
  input.unref();
  const hearers = new Map<string, (path: string) => void>();
  hearLines(shell.stdout as Socket, (pid) => {
    hearers.get(pid)?.(join(folder ?? '', pid));
    hearers.delete(pid);
  });
  return {
    started(pid, fifoMade) {
      hearers.set(`${pid}`, fifoMade);
      input.write(`started ${pid}\n`);
    },
    ended(pid) {
      hearers.delete(`${pid}`);
      input.write(`ended ${pid}\n`);
    },
    stop() {
      input.end();
    },
  };
}

/** Line by line, as they come; it does not hold the program open. */
function hearLines(socket: Socket, hear: (line: string) => void): void {
  let rest = '';
  socket.unref();
  socket.on('error', ignore);
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      hear(line);
    }
  });
}

/** For named pipes; `undefined` where there are none, or no place for them. Elsewhere than on Linux nobody has tried them. */
function makeFolder(): string | undefined {
  try {
    return process.platform === 'linux' ? mkdtempSync(join(resolve(tmpdir()), 'heddle-')) : undefined;
  } catch {
    return undefined;
  }
}

function ignore(): void {}
