import { TransferError } from '@heddle/futures';
import { hiddenFields, nearestBuiltIn } from './classes.ts';
import type { WireError, WireSlot, WireThrown } from './wire-error.ts';

// Not an import, which would load all of it: for a worker that starts, that takes longer than most of what it loads.
const { inspect, types } = process.getBuiltinModule('node:util');

/** So many errors cross at the most, causes of causes included: a getter may make a new one each time. */
const mostErrors = 1_000;

/** Takes whatever was thrown apart, so that it can cross; what cannot, a symbol or a function, becomes an error that says what it was. Never throws, however hostile the error. */
export function encodeThrown(thrown: unknown): WireThrown {
  const encoder = new Encoder();
  const slot = encoder.slot(isError(thrown) || canCross(thrown) ? thrown : notCrossing(show(thrown)));
  encoder.encodeAll();
  return { thrown: slot, errors: encoder.errors };
}

/** The same with every object replaced by its text: for a channel that refused what a clone allows. */
export function withTextOnly({ thrown, errors }: WireThrown): WireThrown {
  if ('value' in thrown && !isPrimitive(thrown.value)) {
    return encodeThrown(notCrossing(show(thrown.value)));
  }
  return {
    thrown,
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

function notCrossing(shown: string): TransferError {
  return new TransferError(`Expected something that can cross between threads or processes, got ${shown}`);
}

class Encoder {
  readonly #errors: Error[] = [];
  readonly #places = new Map<unknown, number>();
  readonly errors: WireError[] = [];

  slot(value: unknown): WireSlot {
    if (!isError(value)) {
      return { value: canCross(value) ? value : show(value) };
    }
    const place = this.#places.get(value) ?? this.#errors.length;
    if (place === mostErrors) {
      return { value: `(more than ${mostErrors} errors)` };
    }
    if (place === this.#errors.length) {
      this.#places.set(value, place);
      this.#errors.push(value);
    }
    return { error: place };
  }

  /** One after the other, not by recursion: each may name new ones, which join the end, or lead back to those before. */
  encodeAll(): void {
    for (const error of this.#errors) {
      this.errors.push(this.#encode(error));
    }
  }

  #encode(error: Error): WireError {
    const base = guarded(() => nearestBuiltIn(error), 'Error');
    const code = read(error, 'code');
    const fields: [string, WireSlot][] = [];
    if (code !== undefined && base !== 'DOMException') {
      fields.push(['code', this.slot(code)]);
    }
    const errors = guarded(() => listOf(error), undefined);
    const own = guarded(() => Object.keys(error), []);
    for (const key of new Set([...own, ...(hiddenFields.get(base) ?? [])])) {
      if (!apart.has(key) && !(key === 'errors' && errors !== undefined)) {
        fields.push([key, this.slot(read(error, key))]);
      }
    }
    return {
      base,
      name: nameOf(error, base),
      message: text(read(error, 'message')),
      stack: text(read(error, 'stack')),
      fields,
      cause: guarded(() => Object.hasOwn(error, 'cause'), false) ? this.slot(read(error, 'cause')) : undefined,
      errors: errors?.map((each) => this.slot(each)),
    };
  }
}

/** Fields that travel in a place of their own; so does an array of `errors`. */
const apart: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'code', 'cause']);

function listOf(error: Error & { errors?: unknown }): unknown[] | undefined {
  const errors = Object.hasOwn(error, 'errors') ? error.errors : undefined;
  return Array.isArray(errors) ? Array.from(errors as unknown[]) : undefined;
}

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

/** Whether a clone allows it. */
function canCross(value: unknown): boolean {
  return (
    isPrimitive(value) ||
    (typeof value === 'object' && guarded(() => [structuredClone(value)], undefined) !== undefined)
  );
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
