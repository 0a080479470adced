import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Workers that start from `.ts` sources strip the same types again and again: with a cache they start in half the time. */
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'heddle-compile-cache');
