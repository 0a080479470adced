import { inspect, types } from 'node:util';
import { nearestBuiltIn } from './classes.ts';
import type { WireError, WireSlot, WireThrown } from './wire-error.ts';

/** Takes whatever was thrown apart, so that it can cross. Never throws, however hostile the error. */
export function encodeThrown(thrown: unknown): WireThrown {
  const encoder = new Encoder();
  const slot = encoder.slot(thrown);
  return { thrown: slot, errors: encoder.errors };
}

/** The same with every object replaced by its text: for a channel that refused what a clone allows. */
export function withTextOnly({ thrown, errors }: WireThrown): WireThrown {
  return {
    thrown: textSlot(thrown),
    errors: errors.map((error) => ({
      ...error,
      fields: error.fields.map(([key, slot]) => [key, textSlot(slot)] as const),
      cause: error.cause === undefined ? undefined : textSlot(error.cause),
      errors: error.errors?.map(textSlot),
    })),
  };
}

function textSlot(slot: WireSlot): WireSlot {
  return 'error' in slot || isPrimitive(slot.value) ? slot : { value: show(slot.value) };
}

/** Whether this is an error, from another realm too. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || guarded(() => value instanceof Error, false);
}

class Encoder {
  readonly errors: WireError[] = [];
  readonly #places = new Map<unknown, number>();

  slot(value: unknown): WireSlot {
    return isError(value) ? { error: this.#place(value) } : { value: crossable(value) };
  }

  #place(error: Error): number {
    const known = this.#places.get(error);
    if (known !== undefined) {
      return known;
    }
    const place = this.errors.length;
    // Takes its place before its cause is looked at: that may lead back here.
    this.#places.set(error, place);
    const wire = this.errors as unknown[];
    wire.push(undefined);
    wire[place] = this.#encode(error);
    return place;
  }

  #encode(error: Error): WireError {
    const base = guarded(() => nearestBuiltIn(error), 'Error');
    const code = read(error, 'code');
    const fields: [string, WireSlot][] = [];
    if (code !== undefined && base !== 'DOMException') {
      fields.push(['code', this.slot(code)]);
    }
    for (const key of guarded(() => Object.keys(error), [])) {
      if (!apart.has(key)) {
        fields.push([key, this.slot(read(error, key))]);
      }
    }
    const errors = base === 'AggregateError' ? read(error, 'errors') : undefined;
    return {
      base,
      name: nameOf(error, base),
      message: text(read(error, 'message')),
      stack: text(read(error, 'stack')),
      fields,
      cause: guarded(() => Object.hasOwn(error, 'cause'), false) ? this.slot(read(error, 'cause')) : undefined,
      errors: Array.isArray(errors) ? errors.map((each) => this.slot(each)) : undefined,
    };
  }
}

/** Fields that travel in a place of their own. */
const apart: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'code', 'cause', 'errors']);

/** A class that sets no `name` inherits that of a built-in: then its own name says more. */
function nameOf(error: Error, base: string): string {
  const name = text(read(error, 'name'));
  if (name !== '' && name !== 'Error' && name !== base) {
    return name;
  }
  if (guarded(() => Object.hasOwn(error, 'name'), false)) {
    return name;
  }
  const className = guarded(() => error.constructor.name, '');
  return typeof className === 'string' && className !== '' ? className : base;
}

function crossable(value: unknown): unknown {
  return isPrimitive(value) ||
    (typeof value === 'object' && guarded(() => [structuredClone(value)], undefined) !== undefined)
    ? value
    : show(value);
}

function isPrimitive(value: unknown): boolean {
  return (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') || value === null;
}

function show(value: unknown): string {
  return guarded(() => inspect(value), 'something that cannot be shown');
}

function read(error: Error, key: string): unknown {
  return guarded(() => (error as unknown as Record<string, unknown>)[key], `(its ${key} could not be read)`);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : show(value);
}

/** A getter, a proxy or an `inspect` of somebody else's may throw: no reason to lose the rest. */
function guarded<T, D>(look: () => T, otherwise: D): T | D {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
