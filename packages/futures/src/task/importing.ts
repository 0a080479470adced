import { inTask } from './task-context.ts';

const IMPORTING = Symbol.for('heddle.importing');

/** The modules that are being imported now; on `globalThis`, for two copies of this package. */
const modules: Set<string> = ((globalThis as Record<symbol, unknown>)[IMPORTING] ??= new Set()) as Set<string>;

/** Imports a task module on a worker. An executor made meanwhile is the mistake of a main file without a guard, and throws. */
export async function whileImporting<R>(module: string, load: () => Promise<R>): Promise<R> {
  modules.add(module);
  try {
    return await load();
  } finally {
    modules.delete(module);
  }
}

/** Whether this is a worker that imports a task module right now. */
export function isImporting(): boolean {
  return modules.size > 0;
}

/** @throws {Error} a worker imports its task module right now, and this is no task that runs beside it */
export function checkNotImporting(): void {
  if (isImporting() && !inTask()) {
    throw new Error(
      `Expected ${[...modules].join(' and ')} to make executors in the main program only, got one made while a worker imports the module for its tasks. ` +
        'Put the main program behind a guard:\n\n  if (import.meta.main) {\n    await main();\n  }\n\nor the tasks into a module of their own.',
    );
  }
}
