// Items a second between two threads, beside a MessagePort, a bare ring and the channel of npm's multithreading: `pnpm bench:shared-queue [runs]`.
import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { cases } from './cases.ts';

const [, , first = '5'] = process.argv;
const one = cases[first];
if (one !== undefined) {
  console.log(await one.run(one.count));
  process.exit(); // the channel's pool would stay
}

/** Items a second, run by run; each in a process of its own, the cases in turn, so that all see the same machine. */
const rates = new Map<string, number[]>(Object.keys(cases).map((name) => [name, []]));
for (let run = 0; run < Number(first); run += 1) {
  for (const [name, found] of rates) {
    const output = runAlone(name);
    if (output !== undefined) {
      found.push(Number(output));
    }
  }
}

function runAlone(name: string): string | undefined {
  try {
    return execFileSync(process.execPath, [import.meta.filename, name], {
      encoding: 'utf8',
      timeout: 120_000,
      stdio: 'pipe',
    });
  } catch (error) {
    console.error(`${name}: ${String(error).split('\n', 1)[0]}`);
    return undefined;
  }
}

function median(name: string): number {
  const sorted = (rates.get(name) ?? []).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

console.log(
  `Node.js ${process.version}, ${cpus()[0]?.model}, ${availableParallelism()} processors, load ${loadavg()[0]?.toFixed(1)}`,
);
for (const [name, found] of rates) {
  const range = found.map((rate) => Math.round(rate / 1_000)).toSorted((a, b) => a - b);
  console.log(`${name.padEnd(40)} ${Math.round(median(name) / 1_000)} thousand/s (${range.at(0)} to ${range.at(-1)})`);
}
console.log();
for (const [name, base] of [
  ['objects, SharedQueue, sync', 'objects, MessagePort'],
  ['objects, SharedQueue, async', 'objects, MessagePort'],
  ['objects, SharedQueue, sync', 'objects, multithreading'],
  ['objects, SharedQueue, async', 'objects, multithreading'],
  ['objects, SharedQueue of JSON, sync', 'objects, bare ring with JSON'],
  ['objects, SharedQueue, sync', 'objects, bare ring with JSON'],
  ['64 bytes, SharedQueue, sync', '64 bytes, MessagePort'],
  ['64 bytes, SharedQueue, async', '64 bytes, MessagePort'],
  ['64 bytes, SharedQueue, sync', '64 bytes, bare ring'],
] as const) {
  console.log(`${name}: ${(median(name) / median(base)).toFixed(2)} times ${base}`);
}
