import { createRequire } from 'node:module';
import type * as LogUpdate from 'log-update';
import type * as StringWidth from 'string-width';

// More than twenty files, loaded with the first text that is drawn: a worker whose tasks import `heddle` mostly draws none.

const load = createRequire(import.meta.url);

let widthOf: typeof StringWidth.default | undefined;

/** How many columns `text` takes on a terminal. */
export function stringWidth(text: string): number {
  widthOf ??= (load('string-width') as typeof StringWidth).default;
  return widthOf(text);
}

/** What draws on `stream` in place. */
export const createLogUpdate: typeof LogUpdate.createLogUpdate = (stream, options) =>
  (load('log-update') as typeof LogUpdate).createLogUpdate(stream, options);
