import { serialize } from 'node:v8';

/** What Heddle sends over an IPC channel, which the code of a task may use too. */
interface Envelope<M> {
  /** Different for each worker; the pool's first letter tells it. What has another is none of Heddle's. */
  readonly heddle: string;
  readonly message: M;
}

export function enclose<M>(key: string, message: M): Envelope<M> {
  return { heddle: key, message };
}

/** The letter as one of Heddle's; `undefined` where a task's own `process.send` said something. */
export function open<M>(letter: unknown): Envelope<M> | undefined {
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
