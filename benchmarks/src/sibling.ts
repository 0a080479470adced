import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The file of a worker beside this module: `.ts` where it runs as it is, `.js` where it was built. */
export function sibling(meta: ImportMeta, name: string): string {
  return fileURLToPath(siblingUrl(meta, name));
}

export function siblingUrl(meta: ImportMeta, name: string): URL {
  return new URL(`./${name}${extname(meta.filename)}`, meta.url);
}
