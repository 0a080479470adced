import { appendFileSync } from 'node:fs';
import { currentTask, type Executor, task, type TaskInfo } from '@heddle/futures';
import { passGate, passGateOrStop } from './basic.ts';

/** What a task of a random schedule does, once it has written down that it started. */
export type Deed =
  | { readonly kind: 'returns' }
  | { readonly kind: 'takes turns'; readonly turns: number }
  /** Waits at the gate; `heeds`: or until its signal aborts. */
  | { readonly kind: 'waits'; readonly port: number; readonly heeds: boolean }
  /** Throws in every try before `until`. */
  | { readonly kind: 'throws'; readonly until: number }
  | { readonly kind: 'nests'; readonly child: Order; readonly through: 'submit' | 'map' | 'dependency' }
  | { readonly kind: 'shuts its pool down'; readonly cancelFutures: boolean }
  | { readonly kind: 'exits' }
  | { readonly kind: 'kills itself' }
  /** Blocks its worker until that is ended by force. */
  | { readonly kind: 'blocks' };

export interface Order {
  /** It answers this. */
  readonly id: number;
  /** The file in which each start is written down: that survives whatever becomes of the worker. */
  readonly ledger: string;
  readonly deed: Deed;
  /** What its dependencies answer. */
  readonly inputs: readonly number[];
}

export const thrownCode = 'ERR_OF_THE_SCHEDULE';

export const act: ((order: Order, ...inputs: number[]) => Promise<number>) & TaskInfo = task(
  import.meta,
  async function act(order: Order, ...inputs: number[]): Promise<number> {
    begin(order, inputs);
    await perform(order.deed);
    return order.id;
  },
);

/** As `act`, for what is over at once: no promise comes into it. */
export const actNow: ((order: Order, ...inputs: number[]) => number) & TaskInfo = task(
  import.meta,
  function actNow(order: Order, ...inputs: number[]): number {
    begin(order, inputs);
    if (order.deed.kind === 'throws') {
      throwUntil(order.deed.until);
    }
    return order.id;
  },
);

function begin({ id, ledger, inputs: expected }: Order, inputs: readonly number[]): void {
  appendFileSync(ledger, `${id}\n`);
  if (inputs.join() !== expected.join()) {
    throw new Error(`Expected the values of its dependencies, ${expected.join()}, got ${inputs.join()}`);
  }
}

async function perform(deed: Deed): Promise<void> {
  switch (deed.kind) {
    case 'returns':
      break;
    case 'takes turns':
      for (let turn = 0; turn < deed.turns; turn += 1) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      break;
    case 'waits':
      await (deed.heeds ? passGateOrStop : passGate)(deed.port, 'waits');
      break;
    case 'throws':
      throwUntil(deed.until);
      break;
    case 'nests':
      await nest(deed.child, deed.through);
      break;
    case 'shuts its pool down':
      await ownExecutor().shutdown({ cancelFutures: deed.cancelFutures });
      break;
    case 'exits':
      process.exit(3);
      break;
    case 'kills itself':
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => {}); // until the signal has come
      break;
    case 'blocks':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

function throwUntil(until: number): void {
  if ((currentTask()?.attempt ?? 1) < until) {
    throw Object.assign(new RangeError('The schedule asked for it'), { code: thrownCode });
  }
}

/** Has another task of its own executor do `child`; that it throws is what was asked for. */
async function nest(child: Order, through: 'submit' | 'map' | 'dependency'): Promise<void> {
  const executor = ownExecutor();
  let value: number | undefined;
  try {
    if (through === 'map') {
      [value] = await executor.map(act, [child]).toArray();
    } else {
      const future = executor.submit(act, child);
      future.catch(() => {}); // whoever depends on it may be cancelled: then nobody else looks at its failure
      value = await (through === 'submit'
        ? future
        : executor.submit(actNow, { ...child, deed: { kind: 'returns' }, inputs: [child.id] }, future));
    }
  } catch (error) {
    const code = through === 'dependency' ? codeOf((error as Error).cause) : codeOf(error);
    if (child.deed.kind === 'throws' && code === thrownCode) {
      return;
    }
    throw error;
  }
  if (value !== child.id) {
    throw new Error(`Expected the value of the task that it submitted, ${child.id}, got ${value}`);
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}

function ownExecutor(): Executor {
  const executor = currentTask()?.executor;
  if (executor === undefined) {
    throw new Error('Expected to run in a task, got no current task');
  }
  return executor;
}
