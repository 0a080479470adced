import { serialize } from 'node:v8';

/** What Heddle sends over an IPC channel, which the code of a task may use too. */
interface Envelope<M> {
  /** Different for each worker; the pool's first letter tells it. What has another is none of Heddle's. */
  readonly heddle: string;
  readonly message: M;
}

/** A text has its key before it. */
export function enclose<M>(key: string, message: M): Envelope<M> | string {
  return typeof message === 'string' ? `${key}${message}` : { heddle: key, message };
}

/**
 * The letter as one of Heddle's; `undefined` where somebody else said something.
 *
 * @param key - if it is known: a text never comes first
 */
export function open<M>(letter: unknown, key: string | undefined): Envelope<M | string> | undefined {
  if (typeof letter === 'string') {
    return key !== undefined && letter.startsWith(key) ? { heddle: key, message: letter.slice(key.length) } : undefined;
  }
  return typeof letter === 'object' && letter !== null && typeof (letter as { heddle?: unknown }).heddle === 'string'
    ? (letter as Envelope<M>)
    : undefined;
}

/** Why a value cannot go into a letter: memory that threads share, for one, which a structured clone allows. */
export function whyNot(value: unknown): { readonly error: unknown } | undefined {
  try {
    serialize(value);
    return undefined;
  } catch (error) {
    return { error };
  }
}
