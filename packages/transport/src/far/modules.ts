import type { TaskReference } from '@heddle/futures';
import { findTask, whileImporting } from '@heddle/futures/executor';

type AnyFunction = (...args: never[]) => unknown;

/** The modules that were imported for their tasks. */
const imported = new Map<string, Promise<unknown>>();

/**
 * The task that a reference stands for; imports its module the first time.
 *
 * @throws {unknown} what importing the module threw
 * @throws {TypeError} the module does not register it
 */
export async function loadTask({ module, name }: TaskReference): Promise<AnyFunction> {
  const known = findTask(module, name);
  if (known !== undefined) {
    return known;
  }
  await importModule(module);
  const fn = findTask(module, name);
  if (fn === undefined) {
    throw new TypeError(`Expected ${module} to make a task named ${JSON.stringify(name)} as it is imported, got none`);
  }
  return fn;
}

async function importModule(module: string): Promise<void> {
  let loading = imported.get(module);
  if (loading === undefined) {
    loading = whileImporting(module, () => import(module));
    imported.set(module, loading);
  }
  try {
    await loading;
  } catch (error) {
    imported.delete(module);
    throw error;
  }
}
