import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts the price server as a process of its own, so that its CPU time does not count as ours; it ends with us. */
export async function startServer(options: { latency: number; jitter?: number }): Promise<RunningServer> {
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.resolve('@heddle/price-server')));
  const args = [cli, '--port', '0', '--latency', String(options.latency), '--jitter', String(options.jitter ?? 0)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => {
    child.kill();
  };
  process.on('exit', kill);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  const url = await readUrl(child);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', kill);
      if (child.exitCode === null && child.signalCode === null && child.kill()) {
        await once(child, 'exit');
      }
    },
  };
}

/** The address from the line that it prints once it listens. */
async function readUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) {
    throw new TypeError('Expected the output of the price server to be a pipe');
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) {
      // What it prints later is read away, or a full pipe would stop it.
      child.stdout.resume();
      return url;
    }
  }
  throw new Error('Expected the price server to print its address, but it ended first');
}
