import type { Executor } from '@heddle/futures';
import type { MakeExecutor, MakeExecutorOptions } from '../executor/subject.ts';
import type { Leftovers } from './leftovers.ts';
import type { Ledger } from './ledger.ts';
import { type Call, mostNested, mostStarts, PoolFacts } from './model.ts';
import type { Plan, ViewPlan } from './steps.ts';
import type { Deed, Order } from '../tasks/schedule.ts';

/** What all schedules of a run have in common. */
export interface Ground {
  readonly makeExecutor: MakeExecutor;
  readonly workers: 'none' | 'threads' | 'processes';
  readonly ledger: Ledger;
  readonly leftovers: Leftovers;
}

/** A task that may start, and how often it may at the most. */
interface Starter {
  readonly id: number;
  readonly plan: Plan;
  readonly most: () => number;
}

/** The pool under test, and everything that it was asked to do, until it has ended. */
export class SchedulePool {
  readonly executor: Executor;
  readonly facts: PoolFacts;
  readonly #ground: Ground;
  readonly #starters: Starter[] = [];
  readonly #calls: Map<number, Call> = new Map();
  /** So many calls may have gone to the pool beside `#calls`: those of maps and of its own tasks. */
  readonly #others: (() => number)[] = [];

  constructor(ground: Ground, config: MakeExecutorOptions) {
    this.#ground = ground;
    this.executor = ground.makeExecutor(config);
    this.facts = new PoolFacts(config);
    ground.leftovers.watch(this.executor);
  }

  /** Whether its tasks run on threads or processes of their own, and begin at any time. */
  get isElsewhere(): boolean {
    return this.#ground.workers !== 'none';
  }

  newOrder(plan: Plan, view: ViewPlan, port: number, inputs: readonly number[] = []): Order {
    return this.#newOrder(plan, () => mostStarts(view, this.facts), port, inputs);
  }

  #newOrder(plan: Plan, most: () => number, port: number, inputs: readonly number[]): Order {
    const { ledger } = this.#ground;
    const id = ledger.newId();
    this.#starters.push({ id, plan, most });
    return { id, ledger: ledger.file, deed: this.#deedOf(plan, most, port), inputs };
  }

  #deedOf(plan: Plan, most: () => number, port: number): Deed {
    if (plan.kind === 'waits') {
      return { kind: 'waits', heeds: plan.heeds, port };
    }
    if (plan.kind !== 'nests') {
      return plan;
    }
    const { through } = plan;
    const again = this.facts.config.onCrash === 'retry' ? 2 : 1;
    // The one that depends on the child goes by its number too.
    const each = again * (through === 'dependency' ? 2 : 1);
    return { kind: 'nests', child: this.#newOrder(plan.child, () => most() * each, port, []), through };
  }

  /** It was submitted. */
  called(call: Call): void {
    this.#calls.set(call.id, call);
    this.facts.submitted(call.plan, call.view);
    this.#others.push(() => mostNested(call.plan, call.view, this.facts));
    this.#ground.leftovers.watch(call.future);
  }

  /** It is among the items of a map. */
  mapped(plan: Plan, view: ViewPlan): void {
    this.facts.submitted(plan, view);
    this.#others.push(() => 1 + mostNested(plan, view, this.facts));
  }

  /** Shuts the pool down; answers what was wrong with all that it did. */
  async end(): Promise<string[]> {
    await this.executor.shutdown();
    const { workers, pending, running, done, failed, cancelled } = this.executor.stats();
    const problems: string[] = [];
    if (pending + running > 0) {
      problems.push(`Expected nothing unfinished after shutdown, got ${pending} pending and ${running} running`);
    }
    if (this.#ground.workers !== 'none' && workers > 0) {
      problems.push(`Expected no workers after shutdown, got ${workers}`);
    }
    const settled = done + failed + cancelled;
    const most = this.#others.reduce((sum, count) => sum + count(), this.#calls.size);
    if (settled < this.#calls.size || settled > most) {
      problems.push(`Expected ${this.#calls.size} to ${most} calls counted, got ${done} + ${failed} + ${cancelled}`);
    }
    this.#ground.ledger.read();
    for (const starter of this.#starters) {
      problems.push(...this.#problemWithStarts(starter));
    }
    return problems;
  }

  #problemWithStarts({ id, plan, most }: Starter): string[] {
    const starts = this.#ground.ledger.takeStarts(id);
    const call = this.#calls.get(id);
    if (starts > most()) {
      return [`Expected ${plan.kind} to start ${most()} times at the most, got ${starts}`];
    }
    if (call?.neverStarts === true && starts > 0) {
      return [`Expected ${plan.kind}, cancelled before it began, never to start, got ${starts} starts`];
    }
    if (call?.answered === true && starts === 0) {
      return [`Expected ${plan.kind}, which answered, to have started`];
    }
    return [];
  }
}
