import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Run {
  readonly child: ChildProcess;
  /** Resolves with what was printed so far, once that stands in it. */
  printed(part: string): Promise<string>;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

const PACKAGE = new URL('../../', import.meta.url);

/** Runs Node.js in the package's folder, where it finds the package under its own name. */
export function runNode(...args: readonly string[]): Run {
  const child = spawn(process.execPath, args, { cwd: PACKAGE, stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  const stderr = text(child.stderr);
  return {
    child,
    async printed(part) {
      while (!stdout.includes(part)) {
        // Ending without it would leave the test waiting for nothing.
        const event = await Promise.race([once(child.stdout, 'data'), once(child, 'close').then(() => 'ended')]);
        if (event === 'ended' && !stdout.includes(part))
          throw new Error(`Ended without '${part}': ${stdout}${await stderr}`);
      }
      return stdout;
    },
    ended: once(child, 'close').then(async ([code, signal]) => ({ code, signal, stdout, stderr: await stderr })),
  };
}

export function runScript(script: string): Run {
  return runNode('--input-type=module-typescript', '--eval', script);
}

/** Without what vitest sets for its own workers. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return rest;
}
