import { Empty, Full } from './errors.ts';

/** What a `get` fails with whose timeout passed. */
export function lateGet(): Empty {
  return new Empty('Expected an item within the timeout, got an empty queue');
}

/** What a `put` fails with whose timeout passed. */
export function latePut(): Full {
  return new Full('Expected room within the timeout, got a full queue');
}
