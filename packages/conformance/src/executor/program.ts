import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { ExecutorSubject } from './subject.ts';

/** A program of its own, with an executor of the kind under test. */
export interface Program {
  readonly child: ChildProcess;
  /** Its exit code and the signal that ended it. */
  readonly exit: Promise<unknown[]>;
  /** All that it prints. */
  readonly output: Promise<string>;
}

/** How a program is started: the options of its executor, as source text; in a process group of its own, as from a terminal; with its errors shown or not. */
export interface ProgramOptions {
  options?: string;
  isGroup?: boolean;
  isSilent?: boolean;
}

/**
 * Starts programs: each makes `executor` and runs `source`, which finds the tasks of the suite as `tasks` and `life`. They are ended with the test.
 */
export function makeProgramStarter({
  program,
}: Pick<ExecutorSubject, 'program'>): (source: string, options?: ProgramOptions) => Program {
  return (source, { options = '', isGroup = false, isSilent = false } = {}) => {
    if (program === undefined) {
      throw new Error('Expected a program, got none');
    }
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const tasks = (name: string): string =>
      JSON.stringify(new URL(`../tasks/${name}.${extension}`, import.meta.url).href);
    const script = `
      import { ${program.className} } from ${JSON.stringify(program.module.href)};
      import * as tasks from ${tasks('basic')};
      import * as life from ${tasks('life')};
      const executor = new ${program.className}({ maxWorkers: 2, ${options} });
      ${source}`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', isSilent ? 'ignore' : 'inherit'],
      detached: isGroup,
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return { child, exit: once(child, 'exit'), output: text(child.stdout) };
  };
}
