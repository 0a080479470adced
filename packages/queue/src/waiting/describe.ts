const longestText = 60;

/** A short text for the end of `Expected …, got …`: `-1`, `"abc"`, `null`, `an object`, `a function named f`. */
export function describe(value: unknown): string {
  try {
    return describeAny(value);
  } catch {
    return typeof value === 'function' ? 'a function' : 'an object'; // a getter or a revoked proxy: an error message is no place to fail
  }
}

function describeAny(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > longestText ? `${value.slice(0, longestText)}…` : value);
  }
  if (typeof value === 'function') {
    return value.name === '' ? 'a function without a name' : `a function named ${value.name}`;
  }
  if (typeof value === 'object') {
    return describeObject(value);
  }
  if (typeof value === 'bigint') {
    return `${value}n`;
  }
  if (typeof value === 'symbol') {
    return value.toString();
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'undefined';
}

function describeObject(value: object | null): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'an array';
  }
  const name: unknown = value.constructor?.name;
  return typeof name !== 'string' || name === '' || name === 'Object' ? 'an object' : `an instance of ${name}`;
}
