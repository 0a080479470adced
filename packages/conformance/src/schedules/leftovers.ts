import { setImmediate as turn } from 'node:timers/promises';

/** Bytes that the heap may grow by between two looks: code that is compiled meanwhile, and what fast-check keeps. */
const allowedGrowth = 4 * 2 ** 20;

interface Figures {
  readonly resources: ReadonlyMap<string, number>;
  /** Also those that do not hold the program open. */
  readonly handles: ReadonlyMap<string, number>;
  readonly heap: number;
}

/** Looks what a run of schedules leaves behind: warnings, handles of the event loop, memory. */
export class Leftovers implements Disposable {
  readonly #problems: string[] = [];
  readonly #collected = new FinalizationRegistry<string>((kind) => {
    this.#count(kind, -1);
  });
  readonly #alive: Map<string, number> = new Map();
  #before: Figures | undefined;

  constructor() {
    process.on('warning', this.#warned);
    process.on('unhandledRejection', this.#rejected);
  }

  /** It must be collected in the end. */
  watch(object: object): void {
    const kind = object.constructor.name;
    this.#count(kind, 1);
    this.#collected.register(object, kind);
  }

  /** From here on nothing may be added. */
  async begin(): Promise<void> {
    await collect();
    this.#before = look();
  }

  /** What is there that was not there at `begin`. */
  async end(): Promise<string[]> {
    // A closed handle is gone a turn or two later, a collected object is reported as late.
    let problems = this.#compare();
    for (let tries = 0; problems.length > 0 && tries < 30; tries += 1) {
      await collect();
      problems = this.#compare();
    }
    return [...this.#problems, ...problems];
  }

  [Symbol.dispose](): void {
    process.off('warning', this.#warned);
    process.off('unhandledRejection', this.#rejected);
  }

  #compare(): string[] {
    const before = this.#before;
    if (before === undefined) {
      throw new Error('Expected a look before the schedules');
    }
    const after = look();
    const problems = [...growth(before.resources, after.resources), ...growth(before.handles, after.handles)];
    if (globalThis.gc !== undefined) {
      for (const [kind, count] of this.#alive) {
        if (count > 0) {
          problems.push(`Expected every ${kind} to be collected, got ${count} that were not`);
        }
      }
      const grown = after.heap - before.heap;
      if (grown > allowedGrowth) {
        problems.push(`Expected the heap to grow by ${allowedGrowth} bytes at the most, got ${grown}`);
      }
    }
    return problems;
  }

  #count(kind: string, by: number): void {
    this.#alive.set(kind, (this.#alive.get(kind) ?? 0) + by);
  }

  readonly #warned = (warning: Error): void => {
    this.#problems.push(`Expected no warning, got ${warning.name}: ${warning.stack}`);
  };

  readonly #rejected = (reason: unknown): void => {
    this.#problems.push(`Expected no unhandled rejection, got ${String(reason)}`);
  };
}

function look(): Figures {
  Object.assign(process.report, { excludeNetwork: true }); // it would ask for the names of the far ends
  const { libuv } = process.report.getReport() as unknown as { libuv?: readonly { type: string }[] };
  return {
    resources: countEach(process.getActiveResourcesInfo()),
    // Timers of V8's own, for tasks that it puts off, come and go; a program's are among the resources.
    handles: countEach((libuv ?? []).filter(({ type }) => type !== 'timer').map(({ type }) => `${type} handle`)),
    heap: process.memoryUsage().heapUsed,
  };
}

function countEach(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function growth(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return Array.from(after, ([name, count]) => [name, count - (before.get(name) ?? 0)] as const)
    .filter(([, grown]) => grown > 0)
    .map(([name, grown]) => `Expected no ${name} left, got ${grown} more than before`);
}

async function collect(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) {
    await turn();
  }
  globalThis.gc?.();
  await turn();
}
