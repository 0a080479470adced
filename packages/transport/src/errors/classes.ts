import {
  BrokenExecutor,
  CancelledError,
  DeadlockError,
  DependencyError,
  InvalidStateError,
  ShutdownError,
  TransferError,
  WorkerCrashedError,
} from '@heddle/futures';
import { Empty, Full, ShutDown, TaskDoneError, TimeoutError } from '@heddle/queue/parts';

type ErrorClass = new (message: string) => Error;

/** The classes that every JavaScript has: an error of one of them arrives as one of them. */
const builtIn: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['Error', Error],
  ['TypeError', TypeError],
  ['RangeError', RangeError],
  ['SyntaxError', SyntaxError],
  ['ReferenceError', ReferenceError],
  ['EvalError', EvalError],
  ['URIError', URIError],
]);

/** Not every platform has it. */
const Suppressed = (
  globalThis as { SuppressedError?: new (error: unknown, suppressed: unknown, message: string) => Error }
).SuppressedError;

/** Own fields of a built-in class that are not enumerable. */
export const hiddenFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['SuppressedError', ['error', 'suppressed']],
]);

/** Heddle's own, by their `code`, which they set by themselves. */
const own: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['ERR_QUEUE_EMPTY', Empty],
  ['ERR_QUEUE_FULL', Full],
  ['ERR_QUEUE_SHUT_DOWN', ShutDown],
  ['ERR_TASK_DONE', TaskDoneError],
  ['ERR_TIMEOUT', TimeoutError],
  ['ERR_CANCELLED', CancelledError],
  ['ERR_DEADLOCK', DeadlockError],
  ['ERR_INVALID_STATE', InvalidStateError],
  ['ERR_EXECUTOR_SHUTDOWN', ShutdownError],
  ['ERR_DEPENDENCY', DependencyError],
  ['ERR_BROKEN_EXECUTOR', BrokenExecutor],
  ['ERR_WORKER_CRASHED', WorkerCrashedError],
  ['ERR_TRANSFER', TransferError],
]);

/** The nearest built-in class of an error, by its prototypes. */
export function nearestBuiltIn(error: object): string {
  for (
    let prototype: unknown = error;
    typeof prototype === 'object' && prototype !== null;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    if (prototype === DOMException.prototype) {
      return 'DOMException';
    }
    if (prototype === AggregateError.prototype) {
      return 'AggregateError';
    }
    if (prototype === Suppressed?.prototype) {
      return 'SuppressedError';
    }
    for (const [name, { prototype: known }] of builtIn) {
      if (prototype === known && name !== 'Error') {
        return name;
      }
    }
  }
  return 'Error';
}

/** A new error of the class that `base`, `name` and `code` tell of. */
export function createError(base: string, name: string, code: unknown, message: string): Error {
  const Own = typeof code === 'string' ? own.get(code) : undefined;
  if (Own !== undefined) {
    const error = new Own(message);
    if (error.name === name) {
      return error;
    }
  }
  if (base === 'DOMException') {
    return new DOMException(message, name);
  }
  if (base === 'AggregateError') {
    return new AggregateError([], message);
  }
  if (base === 'SuppressedError' && Suppressed !== undefined) {
    return new Suppressed(undefined, undefined, message);
  }
  const BuiltIn = builtIn.get(base) ?? Error;
  return new BuiltIn(message);
}
