import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The garbage collector: `node --expose-gc` need not be given. */
export function findCollector(): () => void {
  const { gc } = globalThis as { gc?: () => void };
  if (gc !== undefined) {
    return gc;
  }
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Whether nobody holds any of these any more. */
export async function areCollected(refs: readonly WeakRef<object>[]): Promise<boolean> {
  const collect = findCollector();
  // Whatever is under way may hold one for a turn or two; whoever still holds it after a hundred keeps it.
  for (let turn = 0; turn < 100; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    collect();
    if (refs.every((ref) => ref.deref() === undefined)) {
      return true;
    }
  }
  return false;
}
