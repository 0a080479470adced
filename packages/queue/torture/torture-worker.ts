import { parentPort, workerData } from 'node:worker_threads';
import { SharedQueue } from '../src/shared/index.ts';
import { header, type Orders } from './torture.ts';

const { role, handle, index, records, producers, puts, takes } = workerData as Orders;
const queue = SharedQueue.attach<Uint8Array>(handle);
const putCounts = new Int32Array(puts);
const takeCounts = new Uint8Array(takes);

/** A number that looks like any other, from two. */
function mix(a: number, b: number): number {
  return Math.imul(Math.imul(a ^ 0x9e_37_79_b9, 0x85_eb_ca_6b) ^ b, 0xc2_b2_ae_35) >>> 0;
}

function makeRecord(number: number): Uint8Array {
  const length = header + (mix(index, number) % 90);
  const record = new Uint8Array(length);
  for (let at = header; at < length; at += 1) {
    record[at] = mix(number, at);
  }
  const view = new DataView(record.buffer);
  view.setUint32(0, index);
  view.setUint32(4, number);
  view.setUint32(8, length);
  view.setUint32(12, sumOf(record));
  return record;
}

function sumOf(record: Uint8Array): number {
  let sum = record.length;
  for (let at = 0; at < record.length; at += 1) {
    if (at < 12 || at >= header) {
      sum = (Math.imul(sum, 31) + (record[at] ?? 0)) >>> 0;
    }
  }
  return sum;
}

async function produce(): Promise<void> {
  for (let number = 0; number < records; number += 1) {
    const record = makeRecord(number);
    // Every way to put: one that blocks, one that waits, one that gives up now and then.
    switch (number % 64) {
      case 7:
        await queue.put(record);
        break;
      case 21:
        await putPatiently(record);
        break;
      default:
        queue.putSync(record);
    }
    Atomics.add(putCounts, index, 1);
  }
}

/** With timeouts that pass, until it is in. */
async function putPatiently(record: Uint8Array): Promise<void> {
  for (;;) {
    try {
      await queue.put(record, { timeout: 1 });
      return;
    } catch (error) {
      if ((error as { code: string }).code !== 'ERR_QUEUE_FULL') {
        throw error;
      }
    }
  }
}

async function consume(): Promise<void> {
  const last = new Int32Array(producers).fill(-1);
  try {
    for (let turn = 0; ; turn += 1) {
      check(await take(turn), last);
    }
  } catch (error) {
    if ((error as { code: string }).code !== 'ERR_QUEUE_SHUT_DOWN') {
      throw error;
    }
  }
}

async function take(turn: number): Promise<Uint8Array> {
  if (turn % 64 === 5) {
    return queue.get();
  }
  for (;;) {
    try {
      return turn % 64 === 13 ? await queue.get({ timeout: 1 }) : queue.getSync(turn % 64 === 31 ? { timeout: 1 } : {});
    } catch (error) {
      if ((error as { code: string }).code !== 'ERR_QUEUE_EMPTY') {
        throw error;
      }
    }
  }
}

function check(record: Uint8Array, last: Int32Array): void {
  const view = new DataView(record.buffer, record.byteOffset);
  const [producer, number] = [view.getUint32(0), view.getUint32(4)];
  if (view.getUint32(8) !== record.length || view.getUint32(12) !== sumOf(record)) {
    parentPort?.postMessage(`Record ${number} of producer ${producer} is not what was put in`, []);
  }
  if (number <= (last[producer] ?? -1)) {
    parentPort?.postMessage(`Record ${number} of producer ${producer} came after ${last[producer]}`, []);
  }
  last[producer] = number;
  if (Atomics.add(takeCounts, producer * records + number, 1) !== 0) {
    parentPort?.postMessage(`Record ${number} of producer ${producer} came twice`, []);
  }
}

await (role === 'producer' ? produce() : consume());
