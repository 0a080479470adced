/**
 * Installs the packages as they would be published into an empty project, and uses them there: the one check that reads `dist`.
 * Run it after `pnpm build`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'heddle-smoke-'));
const tarballs = join(folder, 'tarballs');
const project = join(folder, 'project');

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: 240_000 });
}

const tasks = `import { createRequire } from 'node:module';
import { task, ThreadPoolExecutor } from 'heddle';
export const double = task(import.meta, function double(n) { return 2 * n; });
// What a worker needs not, and would be late for.
export const engines = task(import.meta, function engines() {
  return Object.keys(createRequire(import.meta.url).cache).filter((file) => /piscina.dist.index|log-update/.test(file)).length;
});
export const sizes = task(import.meta, async function sizes(queue) { return [queue.maxSize, await queue.qsize()]; });
// A worker's files have parts of their own: what those made is known in a pool that the task makes.
export const sizesElsewhere = task(import.meta, async function sizesElsewhere(queue) {
  await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
  return await pool.submit(sizes, queue);
});
`;

// A worker has the rest of Heddle only as these ask for it.
const lightTasks = `import { currentTask, task } from 'heddle/task';
export const triple = task(import.meta, function triple(n) { return 3 * n; });
export const tripleByAnother = task(import.meta, async function tripleByAnother(n) { return await currentTask().executor.submit(triple, n); });
export const refuse = task(import.meta, function refuse(n) { throw new RangeError(\`no \${n}\`); });
`;

const main = `import { EventLoopExecutor, pipeline, PriorityQueue, ProcessPoolExecutor, Queue, ThreadPoolExecutor } from 'heddle';
import { createPriceClient, startPriceServer } from '@heddle/price-server';
import { SharedQueue } from '@heddle/queue/shared';
import { refuse, triple, tripleByAnother } from './light-tasks.js';
import { double, engines, sizesElsewhere } from './tasks.js';

const held = new Queue({ maxSize: 3 });
held.putNowait('item');
for (const Pool of [EventLoopExecutor, ThreadPoolExecutor, ProcessPoolExecutor]) {
  const pool = new Pool({ maxWorkers: 1 });
  console.log(Pool.name, await pool.submit(double, 21), await pool.submit(engines), await pool.submit(sizesElsewhere, held));
  await pool.shutdown();
}
for (const Pool of [ThreadPoolExecutor, ProcessPoolExecutor]) {
  await using pool = new Pool({ maxWorkers: 1 });
  console.log(await pool.submit(triple, 2), await pool.submit(tripleByAnother, 2), String(await pool.submit(refuse, 2).exception()));
}
console.log(await pipeline([1, 2, 3]).consume((n) => n + 1).run({ ordered: true }).results());
const queue = new PriorityQueue();
queue.putNowait(2);
queue.putNowait(1);
console.log(queue.getNowait());
const shared = new SharedQueue();
shared.putSync({ symbol: 'btc' });
console.log(shared.getSync());
const server = await startPriceServer({ port: 0 });
const client = createPriceClient({ baseUrl: server.url });
console.log((await client.price('bitstamp', 'btc', '2020-04-01')).close);
await client.close();
await server.close();
`;

// As in a browser: without the types of Node.js.
const types = `import { EventLoopExecutor, type Future } from '@heddle/futures';
import { Queue } from '@heddle/queue';
const future: Future<number> = new EventLoopExecutor().submit(async (n: number) => n + 1, 1);
export const size: number = new Queue<string>().qsize();
export const closed: Promise<number> = future.result({ timeout: 500 });
`;

// Of the suite on threads as much as shows that workers find its tasks in `dist`.
const poolsTest = `import { describeExecutor, describeQueue } from '@heddle/conformance';
import { Queue } from '@heddle/queue';
import { ThreadPoolExecutor } from '@heddle/threads';
describeQueue((options) => new Queue(options), { name: 'Queue' });
describeExecutor(({ maxWorkers }) => new ThreadPoolExecutor({ maxWorkers }), { name: 'threads', workers: 'threads' });
`;
const wanted = 'Queue|TurnExecutor|threads > (submit|nested)';

const expected = `EventLoopExecutor 42 1 [ 3, 1 ]
ThreadPoolExecutor 42 0 [ 3, 1 ]
ProcessPoolExecutor 42 0 [ 3, 1 ]
6 6 RangeError: no 2
6 6 RangeError: no 2
[ 2, 3, 4 ]
1
{ symbol: 'btc' }
6421.14
`;

try {
  mkdirSync(tarballs);
  mkdirSync(project);
  for (const name of readdirSync(join(root, 'packages'))) {
    run('pnpm', ['pack', '--pack-destination', tarballs], join(root, 'packages', name));
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'smoke', private: true, type: 'module' }));
  const files = readdirSync(tarballs).map((file) => join(tarballs, file));
  run('npm', ['install', '--no-audit', '--no-fund', ...files], project); // with its peers: vitest and fast-check
  writeFileSync(join(project, 'tasks.js'), tasks);
  writeFileSync(join(project, 'light-tasks.js'), lightTasks);
  writeFileSync(join(project, 'main.js'), main);
  const printed = run(process.execPath, ['main.js'], project);
  if (printed !== expected) {
    throw new Error(`Expected the packed packages to print\n${expected}\ngot\n${printed}`);
  }
  writeFileSync(join(project, 'types.ts'), types);
  run(
    join(root, 'node_modules/.bin/tsc'),
    [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--lib',
      'es2024,esnext.disposable,dom',
      '--types',
      '',
      'types.ts',
    ],
    project,
  );
  // A stranger who follows the page: the files that it shows, in a project of its own.
  const page = readFileSync(join(project, 'node_modules/@heddle/conformance/docs/an-executor-of-your-own.md'), 'utf8');
  for (const [, name = '', code = ''] of page.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```/gms)) {
    writeFileSync(join(project, name), code.replace(/^( *)name: /m, '$1schedules: 20,\n$&'));
  }
  writeFileSync(join(project, 'pools.test.ts'), poolsTest);
  const vitest = join(project, 'node_modules/.bin/vitest');
  const summary = run(vitest, ['run', '--reporter=dot', '--no-color', '--testNamePattern', wanted], project);
  if (!/Test Files {2}2 passed \(2\)/.test(summary)) {
    throw new Error(`Expected the suites of the packed packages to pass, got\n${summary}`);
  }
  console.log('The packed packages install, run, have their types and pass their suites.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
