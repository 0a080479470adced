import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

/** What is read here of a package's manifest. */
interface Manifest {
  readonly publishConfig: { readonly exports: Readonly<Record<string, { readonly default: string }>> };
}

/**
 * Bundles the package in whose folder it is called: one file for each of its entries, and one for what these share.
 *
 * A worker loads its modules anew each time one starts, and looking for a file takes longer than reading it: from some sixty files a pool had its first result
 * 50 ms later than from these. Whatever else is imported stays an import, of Heddle's own packages too: classes and state must be there once.
 */
export default defineConfig({
  input: entries(),
  external: /^[^./]/,
  platform: 'neutral', // what runs in browsers, too, asks for nothing of Node.js
  transform: { target: 'es2023' },
  plugins: [withoutLeftovers()],
  output: {
    dir: 'dist',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
    sourcemap: true,
  },
});

/** By their names in `dist`: what the package exports as it is published, and the file that its workers run. */
function entries(): Record<string, string> {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const files = Object.values(manifest.publishConfig.exports).map((each) => each.default);
  const names = files.map((file) => file.replace(/^\.\/dist\/(.*)\.js$/, '$1'));
  if (existsSync('src/worker.ts')) {
    names.push('worker');
  }
  return Object.fromEntries(names.map((name) => [name, `src/${name}.ts`]));
}

/** `dist` also has the declarations, and so it is not emptied before: files of an earlier build would be published. */
function withoutLeftovers(): Plugin {
  return {
    name: 'without-leftovers',
    writeBundle({ dir = 'dist' }, bundle) {
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (/\.js(\.map)?$/.test(file) && !(file in bundle)) {
          rmSync(join(dir, file));
        }
      }
    },
  };
}
