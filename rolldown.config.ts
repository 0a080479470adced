import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CodeSplittingGroup, defineConfig, type OutputBundle, type Plugin, type RolldownOptions } from 'rolldown';

/** What is read here of a package's manifest. */
interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly publishConfig: { readonly exports: Readonly<Record<string, { readonly default: string }>> };
}

/** What the package exports. */
interface Entry {
  /** Of its file, without `.ts` and `.js`; so is `published`. */
  readonly name: string;
  readonly source: string;
  readonly published: string;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

const entries = Object.entries(manifest.exports).map(([key, source]): Entry => {
  const published = manifest.publishConfig.exports[key]?.default ?? '';
  return {
    name: source.replace(/^\.\/src\/(.*)\.ts$/, '$1'),
    source,
    published: published.replace(/^\.\/dist\/(.*)\.js$/, '$1'),
  };
});

/** Whatever else is imported stays an import, of Heddle's own packages too: classes and state must be there once. */
const elsewhere = /^[^./]/;

/** Of these nobody needs the same instance: who imports one has it in its own file. */
const copied: ReadonlySet<string> = new Set(['@heddle/queue/values', '@heddle/transport/worker']);

/**
 * Bundles the package in whose folder it is called: a file for each of its entries, `common.js` for what these share, and `worker.js`, which its workers run.
 * What some entries need is in a file of its own, with all that it needs itself, if they are published as that: `task.js`, say, is what a worker loads first.
 *
 * A worker loads its modules anew each time one starts, and looking for a file takes longer than reading it: from some sixty files a pool had its first result
 * 50 ms later than from these. So what only passes on what is in `common.js` is published as that.
 */
export default defineConfig(() => {
  removeScripts();
  const input = Object.fromEntries(entries.map(({ name, source }) => [name, source]));
  const ofPackage = bundle({ input, plugins: [withoutUnpublished()] });
  return existsSync('src/worker.ts') && !('worker' in input)
    ? [ofPackage, bundle({ input: 'src/worker.ts' })]
    : [ofPackage];
});

function bundle(what: Pick<RolldownOptions, 'input' | 'plugins'>): RolldownOptions {
  return {
    ...what,
    external: (id) => elsewhere.test(id) && !copied.has(id),
    platform: 'neutral', // what runs in browsers, too, asks for nothing of Node.js
    transform: { target: 'es2023' },
    output: {
      dir: 'dist',
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      codeSplitting: { groups: [...sharedFiles(), { name: 'common', minShareCount: 2 }] },
      minifyInternalExports: false, // `common.js` is imported by name from outside
      sourcemap: true,
    },
  };
}

/** A file for each name under which entries are published that is not that of one of them; with it goes all that they import. */
function sharedFiles(): CodeSplittingGroup[] {
  const names = new Set(entries.map(({ published }) => published));
  for (const name of ['common', ...entries.map((entry) => entry.name)]) {
    names.delete(name);
  }
  return Array.from(names, (name) => {
    const together = entries.filter(({ published }) => published === name);
    const sources = new Set(together.map(({ source }) => resolve(source)));
    return { name, test: (id: string) => sources.has(id), priority: 1 };
  });
}

/** An entry that is published as another file needs none of its own: all that it exports is there. */
function withoutUnpublished(): Plugin {
  return {
    name: 'without-unpublished',
    generateBundle(_options, files) {
      for (const { name, published } of entries.filter((entry) => entry.name !== entry.published)) {
        const missing = exportsOf(files[`${name}.js`]).filter(
          (each) => !exportsOf(files[`${published}.js`]).includes(each),
        );
        if (missing.length > 0) {
          this.error(`Expected ${published}.js to export all that ${name}.js does, got no ${missing.join(', ')}`);
        }
        delete files[`${name}.js`];
        delete files[`${name}.js.map`];
      }
    },
  };
}

function exportsOf(file: OutputBundle[string] | undefined): readonly string[] {
  return file?.type === 'chunk' ? file.exports : [];
}

/** `dist` also has the declarations, and so it is not emptied before: files of an earlier build would be published. */
function removeScripts(): void {
  const files = existsSync('dist') ? readdirSync('dist', { recursive: true, encoding: 'utf8' }) : [];
  for (const file of files.filter((name) => /\.js(\.map)?$/.test(name))) {
    rmSync(join('dist', file));
  }
}
