import { createError, hiddenFields } from './classes.ts';
import type { WireError, WireSlot, WireThrown } from './wire-error.ts';

/**
 * Puts together what `encodeThrown` took apart.
 *
 * @param where - who threw, `worker thread 3`: it heads the far part of the stack
 */
export function decodeThrown({ thrown, errors }: WireThrown, where: string): unknown {
  const decoded = errors.map((wire) => createFrom(wire, where));
  // All exist before any is filled in: they may refer to each other.
  for (const [place, wire] of errors.entries()) {
    const error = decoded[place];
    if (error !== undefined) {
      fillIn(error, wire, decoded);
    }
  }
  return resolve(thrown, decoded);
}

function createFrom(wire: WireError, where: string): Error {
  const code = wire.fields.find(([key]) => key === 'code')?.[1];
  const error = createError(
    wire.base,
    wire.name,
    code !== undefined && 'value' in code ? code.value : undefined,
    wire.message,
  );
  if (error.name !== wire.name) {
    define(error, 'name', wire.name, false);
  }
  Error.captureStackTrace(error, decodeThrown);
  const near = `${wire.name}: ${wire.message}${framesOf(error)}`;
  define(error, 'stack', `${near}\n    --- on ${where} ---\n${wire.stack}`, false);
  return error;
}

/** The lines of a stack below its message. */
function framesOf(error: Error): string {
  const stack = error.stack ?? '';
  const at = stack.indexOf('\n    at ');
  return at === -1 ? '' : stack.slice(at);
}

function fillIn(error: Error, wire: WireError, decoded: readonly Error[]): void {
  for (const [key, slot] of wire.fields) {
    const value = resolve(slot, decoded);
    if (!Object.hasOwn(error, key) || (error as unknown as Record<string, unknown>)[key] !== value) {
      define(error, key, value, hiddenFields.get(wire.base)?.includes(key) !== true);
    }
  }
  if (wire.cause !== undefined) {
    define(error, 'cause', resolve(wire.cause, decoded), false);
  }
  if (wire.errors !== undefined) {
    define(
      error,
      'errors',
      wire.errors.map((slot) => resolve(slot, decoded)),
      wire.base !== 'AggregateError',
    );
  }
}

function resolve(slot: WireSlot, decoded: readonly Error[]): unknown {
  return 'error' in slot ? decoded[slot.error] : slot.value;
}

/** Not an assignment: `__proto__` is a field like any other, and a prototype may have a setter. */
function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}
