/** More is left to a serializer, whose start then weighs less than its work. */
const mostObjects = 32;

interface Host {
  process?: { getBuiltinModule?: (id: 'node:util') => { types: { isProxy(value: object): boolean } } };
}

const types = (globalThis as Host).process?.getBuiltinModule?.('node:util').types;

/**
 * Whether `value` is plain data: a little of what comes through JSON exactly as structured clone would carry it. Not so are other
 * types, `undefined`, `NaN`, `-0`, the same object twice, arrays with holes or properties, class instances, proxies, what has a `toJSON`.
 *
 * A getter is called here, and once more as its object is written.
 */
export function isPlain(value: unknown): boolean {
  return isPlainScalar(value) || (typeof value === 'object' && value !== null && isPlainObject(value, []));
}

function isPlainScalar(value: unknown): boolean {
  if (typeof value === 'number') {
    return Number.isFinite(value) && (value !== 0 || 1 / value > 0); // JSON has no -0
  }
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}

function isPlainObject(value: object, seen: object[]): boolean {
  if (seen.length === mostObjects || seen.includes(value) || types?.isProxy(value) !== false || 'toJSON' in value) {
    return false;
  }
  seen.push(value);
  if (Array.isArray(value)) {
    return Object.getPrototypeOf(value) === Array.prototype && areKeysPlain(value, seen, value.length);
  }
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.prototype.toString.call(value) === '[object Object]' && // not so `arguments`, which looks plain
    areKeysPlain(value, seen, undefined)
  );
}

function areKeysPlain(value: object, seen: object[], length: number | undefined): boolean {
  const keys = Object.keys(value);
  if (length !== undefined && keys.length !== length) {
    return false;
  }
  for (const key of keys) {
    const inner: unknown = value[key as keyof typeof value];
    if (!isPlainScalar(inner) && !(typeof inner === 'object' && isPlainObject(inner as object, seen))) {
      return false;
    }
  }
  return true;
}
