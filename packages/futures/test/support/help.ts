import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** What `call` fails with, whether it throws or rejects. */
export async function failure(call: (() => unknown) | PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await (typeof call === 'function' ? call() : call);
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a failure, got ${String(value)}`);
}

/** What `call` throws at once. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('Expected a call that throws, got one that returns');
}

/** Whatever waits for nothing but microtasks has happened. */
export async function turn(): Promise<void> {
  await setImmediate();
}

export async function isPending(promise: PromiseLike<unknown>): Promise<boolean> {
  let pending = true;
  const settled = (): void => {
    pending = false;
  };
  promise.then(settled, settled);
  await turn();
  return pending;
}

/** The warnings that the test causes, instead of the process's stderr. */
export function catchWarnings(): Error[] {
  const warnings: Error[] = [];
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error): void => {
    warnings.push(warning as Error);
  };
  onTestFinished(() => {
    process.emitWarning = emitWarning;
  });
  return warnings;
}

/** Options of a wrong type, past TypeScript. */
export function wrong(value: unknown): never {
  return value as never;
}

/** A task that waits until it is let go on; counts who stands there. */
export class Door {
  waiting = 0;
  readonly #gates: PromiseWithResolvers<void>[] = [];

  pass = async <T>(value: T): Promise<T> => {
    const gate = Promise.withResolvers<void>();
    this.#gates.push(gate);
    this.waiting += 1;
    await gate.promise;
    this.waiting -= 1;
    return value;
  };

  /** Lets in whoever stands there, and waits until it has gone on. */
  async open(count: number = Infinity): Promise<void> {
    for (const gate of this.#gates.splice(0, count)) {
      gate.resolve();
    }
    await turn();
  }
}
