import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown';

/** What is read here of a package's manifest. */
interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly publishConfig: { readonly exports: Readonly<Record<string, { readonly default: string }>> };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** Whatever else is imported stays an import, of Heddle's own packages too: classes and state must be there once. */
const elsewhere = /^[^./]/;

/** Of this nobody else needs the same instance: a file for workers has it in itself. */
const ofWorkers = '@heddle/transport/worker';

/**
 * Bundles the package in whose folder it is called: a file for each of its entries, `common.js` for what these share, and `worker.js`, which its workers run.
 *
 * A worker loads its modules anew each time one starts, and looking for a file takes longer than reading it: from some sixty files a pool had its first result
 * 50 ms later than from these. So what only passes on what is in `common.js` is published as that.
 */
export default defineConfig(() => {
  removeScripts();
  const input = entries();
  const ofPackage = bundle({ input, external: elsewhere, plugins: [withoutUnpublished()] });
  return existsSync('src/worker.ts') && !('worker' in input)
    ? [ofPackage, bundle({ input: 'src/worker.ts', external: (id) => elsewhere.test(id) && id !== ofWorkers })]
    : [ofPackage];
});

function bundle(what: Pick<RolldownOptions, 'input' | 'external' | 'plugins'>): RolldownOptions {
  return {
    ...what,
    platform: 'neutral', // what runs in browsers, too, asks for nothing of Node.js
    transform: { target: 'es2023' },
    output: {
      dir: 'dist',
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      codeSplitting: { groups: [{ name: 'common', minShareCount: 2 }] },
      minifyInternalExports: false, // `common.js` is imported by name from outside
      sourcemap: true,
    },
  };
}

/** What the package exports, by the names of their files. */
function entries(): Record<string, string> {
  const files = Object.values(manifest.exports);
  return Object.fromEntries(files.map((file) => [file.replace(/^\.\/src\/(.*)\.ts$/, '$1'), file]));
}

/** An entry that is published as `common.js` needs no file of its own: all that it exports is there. */
function withoutUnpublished(): Plugin {
  const published = new Set(Object.values(manifest.publishConfig.exports).map((each) => join(each.default)));
  return {
    name: 'without-unpublished',
    generateBundle(_options, files) {
      const chunks = Object.values(files).filter((file) => file.type === 'chunk');
      const common = chunks.find(({ name }) => name === 'common');
      for (const { fileName, isEntry, exports } of chunks) {
        if (isEntry && !published.has(join('dist', fileName))) {
          const missing = exports.filter((each) => common?.exports.includes(each) !== true);
          if (missing.length > 0) {
            this.error(`Expected common.js to export all that ${fileName} does, got no ${missing.join(', ')}`);
          }
          delete files[fileName];
          delete files[`${fileName}.map`];
        }
      }
    },
  };
}

/** `dist` also has the declarations, and so it is not emptied before: files of an earlier build would be published. */
function removeScripts(): void {
  const files = existsSync('dist') ? readdirSync('dist', { recursive: true, encoding: 'utf8' }) : [];
  for (const file of files.filter((name) => /\.js(\.map)?$/.test(name))) {
    rmSync(join('dist', file));
  }
}
