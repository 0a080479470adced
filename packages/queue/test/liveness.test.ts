import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const main = new URL('../src/index.ts', import.meta.url).href;

/** Runs `code` in a process of its own until nothing holds that open; what it printed. */
async function run(code: string): Promise<string> {
  const script = `
    import { Queue } from ${JSON.stringify(main)};
    const empty = new Queue();
    const full = new Queue({ maxSize: 1 });
    full.putNowait(1);
    const print = (error) => console.log(error.code);
    process.on('exit', () => console.log('ended'));
    ${code}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return stdout.trim();
}

test('a wait with a timeout holds the program open until it ends', async () => {
  expect(
    await run(`
      empty.get({ timeout: 30 }).catch(print);
      full.put(2, { timeout: 20 }).catch(print);
      full.join({ timeout: 10 }).catch(print);`),
  ).toBe('ERR_TIMEOUT\nERR_QUEUE_FULL\nERR_QUEUE_EMPTY\nended');
});

test('a wait with a timeout that has ended holds nothing open', async () => {
  expect(
    await run(`
      const get = empty.get({ timeout: 1e12 });
      const put = full.put(2, { timeout: Infinity });
      empty.putNowait('got');
      full.getNowait();
      console.log(await get, await put);`),
  ).toBe('got undefined\nended');
});

test('a wait with a timeout that follows one that has ended holds the program open again', async () => {
  expect(
    await run(`
      const get = empty.get({ timeout: 10 });
      empty.putNowait('got');
      console.log(await get);
      empty.get({ timeout: 20 }).catch(print);`),
  ).toBe('got\nERR_QUEUE_EMPTY\nended');
});

test('a wait without a timeout holds nothing open', async () => {
  expect(
    await run(`
      const { signal } = new AbortController();
      empty.get().then(() => console.log('got'));
      empty.get({ signal }).then(() => console.log('got'));
      full.put(2).then(() => console.log('put'));
      full.join().then(() => console.log('joined'));
      empty[Symbol.asyncIterator]().next().then(() => console.log('next'));`),
  ).toBe('ended');
});
