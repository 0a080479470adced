import type { Future } from '@heddle/futures';
import { executorErrors, type MakeExecutorOptions } from '../executor/subject.ts';
import type { Plan, ViewPlan } from './steps.ts';
import { thrownCode } from '../tasks/schedule.ts';

/** Longer than any schedule takes: with it, no worker is replaced to stop a task. */
export const endlessGrace = 60_000;

/** What has happened to a pool so far, as far as it allows more outcomes than one. Nothing here becomes untrue again. */
export class PoolFacts {
  readonly config: MakeExecutorOptions;
  /** Somebody outside has shut it down. */
  isShutDown = false;
  /** One of its own tasks may have shut it down. */
  mayBeShutDown = false;
  /** What was pending may have been cancelled, and further tries given up. */
  mayCancel = false;
  /** Its workers were ended. */
  isEnded = false;
  /** A worker may have died, or may have been replaced. */
  mayKill = false;
  /** A worker may have had several tasks at once. */
  mayShare: boolean;

  constructor(config: MakeExecutorOptions) {
    this.config = config;
    this.mayShare = (config.tasksPerWorker ?? 1) > 1;
  }

  get mayBreak(): boolean {
    return this.mayKill && this.config.onCrash === 'break';
  }

  /** Whether it can serve one more schedule. */
  get isOver(): boolean {
    return this.isShutDown || this.mayBeShutDown || this.mayBreak;
  }

  /** A task was, or may have been, told to stop while it ran. */
  stopped(): void {
    this.mayKill ||= this.config.graceMs !== endlessGrace;
  }

  /** A task like this was submitted. */
  submitted(plan: Plan, view: ViewPlan): void {
    if (view.timeout !== undefined && view.timeout !== Infinity) {
      this.stopped();
    }
    if (plan.kind === 'nests') {
      this.mayShare = true; // the parent waits, and lends its place
      this.submitted(plan.child, plainView);
    } else if (plan.kind === 'shuts its pool down') {
      this.mayBeShutDown = true;
      this.mayCancel ||= plan.cancelFutures;
    } else if (plan.kind === 'exits' || plan.kind === 'kills itself' || plan.kind === 'blocks') {
      this.mayKill = true;
    }
  }
}

export const plainView: ViewPlan = { priority: undefined, timeout: undefined, retries: undefined, signal: undefined };

/** One call, and what the schedule has done to it. */
export interface Call {
  readonly id: number;
  readonly plan: Plan;
  readonly view: ViewPlan;
  readonly inputs: readonly Call[];
  readonly future: Future<number>;
  /** It was cancelled or aborted, on its own or by its signal. */
  wasCancelled: boolean;
  /** It was cancelled before it had begun. */
  neverStarts: boolean;
  /** It succeeded. */
  answered: boolean;
}

/** The plan, as far as it can be carried out: only what the schedule can abort, and what is then ended by force, may block. */
export function practicable(plan: Plan, mayBlock: boolean): Plan {
  if (plan.kind === 'nests') {
    return { ...plan, child: practicable(plan.child, false) };
  }
  return plan.kind === 'blocks' && !mayBlock ? { kind: 'waits', heeds: true } : plan;
}

/** Whether a task like this can end well. */
export function canSucceed(plan: Plan, { retries = 0 }: ViewPlan): boolean {
  if (plan.kind === 'throws') {
    return plan.until <= retries + 1;
  }
  if (plan.kind === 'nests') {
    return plan.child.kind === 'throws' || canSucceed(plan.child, plainView);
  }
  return plan.kind !== 'exits' && plan.kind !== 'kills itself' && plan.kind !== 'blocks';
}

/** The codes of the errors that a task like this may fail with on such a pool, by itself. */
export function failuresOf(plan: Plan, { retries = 0, timeout = Infinity }: ViewPlan, facts: PoolFacts): Set<unknown> {
  const codes = new Set<unknown>();
  const { broken, cancelled, crashed, dependency, shutdown, timeout: timedOut } = executorErrors;
  const areTriesCut = retries > 0 && (facts.mayCancel || facts.mayBreak);
  if (plan.kind === 'throws' && (plan.until > retries + 1 || areTriesCut)) {
    codes.add(thrownCode);
  }
  if (plan.kind === 'exits' || plan.kind === 'kills itself' || facts.isEnded || (facts.mayKill && facts.mayShare)) {
    codes.add(crashed.code);
  }
  if (timeout !== Infinity) {
    codes.add(timedOut.code);
  }
  if (facts.mayBreak) {
    codes.add(broken.code);
  }
  if (areTriesCut) {
    codes.add(shutdown.code);
  }
  if (plan.kind === 'nests') {
    for (const code of failuresOf(plan.child, plainView, facts)) {
      if (code !== thrownCode || plan.child.kind === 'nests') {
        codes.add(code);
      }
    }
    if (facts.isShutDown || facts.mayBeShutDown) {
      codes.add(shutdown.code);
    }
    if (facts.mayCancel) {
      codes.add(cancelled.code);
    }
    if (plan.through === 'dependency' && codes.size > 0) {
      codes.add(dependency.code);
    }
  }
  return codes;
}

/** How often a task like this may start at the most. */
export function mostStarts({ retries = 0 }: ViewPlan, facts: PoolFacts): number {
  return (retries + 1) * (facts.config.onCrash === 'retry' && facts.mayKill ? 2 : 1);
}

/** How many calls a task like this may submit itself, whenever it is run. */
export function mostNested(plan: Plan, view: ViewPlan, facts: PoolFacts): number {
  if (plan.kind !== 'nests') {
    return 0;
  }
  const own = plan.through === 'dependency' ? 2 : 1;
  return mostStarts(view, facts) * (own + mostNested(plan.child, plainView, facts));
}

/** Says what is wrong with the outcome of `call`, whose future is done; `undefined` where nothing is. */
export async function problemWith(call: Call, facts: PoolFacts): Promise<string | undefined> {
  const { future, plan, view, inputs, id } = call;
  const failures = failuresOf(plan, view, facts);
  const states = inputs.map((input) => input.future);
  const isInputCancelled = states.some((input) => input.cancelled());
  const hasInputFailed =
    !states.every((input) => input.cancelled()) &&
    (await Promise.all(states.filter((input) => !input.cancelled()).map((input) => input.exception()))).some(
      (error) => error !== undefined,
    );
  if (hasInputFailed) {
    failures.add(executorErrors.dependency.code);
  }
  if (future.cancelled()) {
    return call.wasCancelled || facts.mayCancel || isInputCancelled
      ? undefined
      : `Expected ${plan.kind} not to be cancelled`;
  }
  if (call.wasCancelled) {
    return `Expected ${plan.kind} to be cancelled, got ${future.state}`;
  }
  const error = await future.exception();
  if (error === undefined) {
    const value = await future;
    call.answered = true;
    return value === id && canSucceed(plan, view) && !isInputCancelled && !hasInputFailed
      ? undefined
      : `Expected ${plan.kind} not to answer, or to answer ${id}, got ${value}`;
  }
  const { code } = error as { code?: unknown };
  return failures.has(code)
    ? undefined
    : `Expected ${plan.kind} to fail with ${[...failures].join(' or ')}, got ${describeError(error)}`;
}

export function describeError(error: unknown): string {
  return error instanceof Error
    ? `${error.name} (${String((error as { code?: unknown }).code)}): ${error.stack}`
    : String(error);
}
