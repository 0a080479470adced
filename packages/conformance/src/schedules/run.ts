// Longer than most: each kind of step, and what may come of it, stands beside the others.
import { asCompleted, type Executor, type Future, TimeoutError, wait } from '@heddle/futures';
import { setImmediate as turn } from 'node:timers/promises';
import { executorErrors } from '../executor/subject.ts';
import { Gate } from '../gate.ts';
import { type Call, describeError, endlessGrace, practicable, problemWith } from './model.ts';
import { readMap } from './map.ts';
import type { SchedulePool } from './pool.ts';
import type { Choice, Schedule, SignalChoice, Step } from './steps.ts';
import { act, actNow, type Order } from '../tasks/schedule.ts';

type StepOf<Do extends Step['do']> = Extract<Step, { do: Do }>;

/** One schedule on a pool: carries its steps out, lets everything end, and looks whether each outcome is one that may be. */
export class ScheduleRun {
  readonly problems: string[] = [];
  readonly #pool: SchedulePool;
  readonly #gate: Gate;
  readonly #controllers = [new AbortController(), new AbortController()] as const;
  readonly #calls: Call[] = [];
  readonly #background: Promise<void>[] = [];

  static async make(pool: SchedulePool): Promise<ScheduleRun> {
    return new ScheduleRun(pool, await Gate.make());
  }

  private constructor(pool: SchedulePool, gate: Gate) {
    this.#pool = pool;
    this.#gate = gate;
  }

  async run(schedule: Schedule): Promise<void> {
    for (const step of schedule) {
      await this.#carryOut(step);
    }
    this.letGo();
    await wait(this.#futures);
    await Promise.all(this.#background);
    for (const call of this.#calls) {
      this.#note(await problemWith(call, this.#pool.facts));
    }
    // Tasks of tasks, and items of maps that were left, may still run.
    for (let { pending, running } = this.#stats; pending + running > 0; { pending, running } = this.#stats) {
      await turn();
    }
    await this.#gate[Symbol.asyncDispose]();
  }

  /** From here on nothing waits for the schedule. */
  letGo(): void {
    this.#gate.open();
    for (const call of this.#calls) {
      if (call.plan.kind === 'blocks') {
        this.#abort(call);
      }
    }
  }

  /** For a schedule that hangs. */
  describe(): string {
    const states = this.#calls.map(({ id, plan, future }) => `${id} ${plan.kind}: ${future.state}`);
    return `${JSON.stringify(this.#stats)}; ${states.join(', ')}`;
  }

  get #stats(): ReturnType<Executor['stats']> {
    return this.#pool.executor.stats();
  }

  get #futures(): Future<number>[] {
    return this.#calls.map(({ future }) => future);
  }

  async #carryOut(step: Step): Promise<void> {
    switch (step.do) {
      case 'submit':
        this.#submit(step);
        break;
      case 'map':
        this.#map(step);
        break;
      case 'cancel':
        this.#choose([step.of]).forEach((call) => this.#cancel(call));
        break;
      case 'abort':
        this.#choose([step.of]).forEach((call) => this.#abort(call));
        break;
      case 'abort signal':
        this.#abortSignal(step.signal);
        break;
      case 'open the gate':
        this.#gate.open();
        break;
      case 'let one in':
        if (this.#gate.unmet > 0) {
          (await this.#gate.visitor()).letIn();
        }
        break;
      case 'wait':
        if (this.#calls.length > 0) {
          this.#background.push(this.#wait(step));
        }
        break;
      case 'shut down':
        this.#shutDown(step);
        break;
      case 'end workers':
        this.#endWorkers(step.force);
        break;
      case 'pause':
        for (let turns = 0; turns < step.turns; turns += 1) {
          await turn();
        }
        break;
      case 'let one finish':
        await wait(this.#futures, { returnWhen: 'FIRST_COMPLETED', timeout: 5 });
    }
  }

  #submit({ plan: wanted, inputs: choices, view }: StepOf<'submit'>): void {
    const { facts } = this.#pool;
    const plan = practicable(wanted, facts.config.graceMs !== endlessGrace);
    const inputs = this.#choose(choices);
    const order = this.#pool.newOrder(
      plan,
      view,
      this.#gate.port,
      inputs.map(({ id }) => id),
    );
    const isNow = 'now' in plan && plan.now;
    let future: Future<number>;
    try {
      const through = this.view(view, order.id);
      future = through.submit<[Order, ...number[]], unknown>(
        isNow ? actNow : act,
        order,
        ...inputs.map((input) => input.future),
      ) as Future<number>;
    } catch (error) {
      this.#checkRefusal(error);
      return;
    }
    if (facts.isShutDown) {
      this.#note('Expected submit to throw after shutdown');
    }
    const wasCancelled = this.#isAborted(view.signal);
    const call: Call = {
      id: order.id,
      plan,
      view,
      inputs,
      future,
      wasCancelled,
      neverStarts: wasCancelled,
      answered: false,
    };
    this.#calls.push(call);
    this.#pool.called(call);
    if (future.done() && !future.cancelled() && inputs.length === 0) {
      this.#note(`Expected submit to run nothing before it returns, got ${future.state}`);
    }
  }

  #map({ map, view }: StepOf<'map'>): void {
    const plans = map.plans.map((plan) => practicable(plan, false));
    const orders = plans.map((plan) => this.#pool.newOrder(plan, view, this.#gate.port));
    for (const plan of plans) {
      this.#pool.mapped(plan, view);
    }
    this.#background.push(
      readMap({
        executor: this.view(view, orders.length),
        facts: this.#pool.facts,
        map,
        view,
        plans,
        orders,
        signal: this.#signal(map.signal),
        isAborted: () => this.#isAborted(map.signal) || this.#isAborted(view.signal),
        note: (problem) => this.#note(problem),
      }),
    );
  }

  view({ priority, timeout, retries, signal }: StepOf<'submit'>['view'], id: number): Executor {
    const { executor } = this.#pool;
    if ([priority, timeout, retries, signal].every((option) => option === undefined)) {
      return executor;
    }
    return executor.with({ priority, timeout, retries, signal: this.#signal(signal), backoff: id % 2 });
  }

  #checkRefusal(error: unknown): void {
    const { facts } = this.#pool;
    const { code } = error as { code?: unknown };
    const isRight =
      (code === executorErrors.shutdown.code && (facts.isShutDown || facts.mayBeShutDown)) ||
      (code === executorErrors.broken.code && facts.mayBreak);
    this.#note(isRight ? undefined : `Expected submit not to throw this, got ${describeError(error)}`);
  }

  #cancel(call: Call): void {
    const before = call.future.state;
    const answer = call.future.cancel();
    const { state } = call.future;
    // What waits at a worker may begin between the two questions.
    const hasBegun = this.#pool.isElsewhere && before === 'pending' && (state === 'running' || state === 'finished');
    const expected = before === 'cancelled' || (before === 'pending' && !hasBegun);
    if (answer !== expected || (state === 'cancelled') !== answer) {
      this.#note(`Expected cancel of a ${before} future to say so, got ${answer}, ${call.future.state}`);
    }
    this.#wasCancelled(call, before);
  }

  #abort(call: Call): void {
    const before = this.#stateToStop(call);
    const answer = call.future.abort(new Error('The schedule aborts it'));
    if (answer !== (before === 'pending' || before === 'running') || (answer && !call.future.cancelled())) {
      this.#note(`Expected abort of a ${before} future to say so, got ${answer}, ${call.future.state}`);
    }
    this.#wasCancelled(call, before);
  }

  /** What waits at a worker may begin at any time: what is stopped there counts as running. */
  #stateToStop({ future }: Call): Future<unknown>['state'] {
    const { state } = future;
    return state === 'pending' && this.#pool.isElsewhere ? 'running' : state;
  }

  #wasCancelled(call: Call, before: Future<unknown>['state']): void {
    if (call.future.cancelled() && before !== 'cancelled') {
      call.wasCancelled = true;
      call.neverStarts = before === 'pending';
      if (before === 'running') {
        this.#pool.facts.stopped();
      }
    }
  }

  #abortSignal(which: 0 | 1): void {
    const concerned = this.#calls.filter(({ view, future }) => view.signal === which && !future.done());
    const before = concerned.map((call) => this.#stateToStop(call));
    this.#pool.facts.stopped(); // items of maps too
    this.#controllers[which].abort(new Error('The schedule aborts its signal'));
    for (const [index, call] of concerned.entries()) {
      if (!call.future.cancelled()) {
        this.#note(`Expected a call to be cancelled with its signal, got ${call.future.state}`);
      }
      this.#wasCancelled(call, before[index] ?? 'pending');
    }
  }

  #signal(which: SignalChoice): AbortSignal | undefined {
    return which === undefined ? undefined : this.#controllers[which].signal;
  }

  #isAborted(which: SignalChoice): boolean {
    return this.#signal(which)?.aborted === true;
  }

  #shutDown({ wait, cancelFutures }: StepOf<'shut down'>): void {
    const { facts, executor } = this.#pool;
    facts.isShutDown = true;
    facts.mayCancel ||= cancelFutures;
    this.#cancelsPending(cancelFutures, () => executor.shutdown({ wait, cancelFutures }));
  }

  #endWorkers(force: boolean): void {
    const { facts } = this.#pool;
    const executor = this.#pool.executor as Executor &
      Partial<Record<'killWorkers' | 'terminateWorkers', () => Promise<void>>>;
    const name = force ? 'killWorkers' : 'terminateWorkers';
    if (executor[name] !== undefined) {
      Object.assign(facts, { isShutDown: true, mayCancel: true, isEnded: true, mayKill: true });
      this.#cancelsPending(true, () => executor[name]?.() ?? Promise.resolve());
    }
  }

  #cancelsPending(doesCancel: boolean, call: () => Promise<void>): void {
    const pending = this.#calls.filter(({ future }) => future.state === 'pending');
    this.#background.push(call());
    if (doesCancel) {
      for (const each of pending) {
        each.neverStarts = each.future.cancelled();
        this.#note(each.future.state === 'pending' ? 'Expected nothing to be pending any more' : undefined);
      }
    }
  }

  async #wait({ of, how, timeout, signal: which, take }: StepOf<'wait'>): Promise<void> {
    const futures = [...new Set(this.#choose(of).map(({ future }) => future))];
    const signal = this.#signal(which);
    try {
      if (how === 'result') {
        await futures[0]?.result({ timeout, signal });
        this.#checkWaited(futures.slice(0, 1), [], futures.slice(0, 1));
      } else if (how === 'asCompleted') {
        const seen: Future<number>[] = [];
        for await (const future of asCompleted(futures, { timeout, signal })) {
          seen.push(future);
          if (seen.length >= take) {
            break;
          }
        }
        const rest = seen.length < take ? [] : futures.filter((future) => !seen.includes(future));
        this.#checkWaited(seen, rest, futures);
      } else {
        const { done, notDone } = await wait(futures, { timeout, signal, returnWhen: how });
        this.#checkWaited([...done], [...notDone], futures);
        const isEnough = how === 'FIRST_COMPLETED' ? done.size > 0 : notDone.size === 0;
        const hasEnded = how === 'FIRST_EXCEPTION' && (await this.#hasFailed([...done]));
        if (timeout === Infinity && !isEnough && !hasEnded) {
          this.#note(`Expected wait to return when ${how}, got ${done.size} of ${futures.length}`);
        }
      }
    } catch (error) {
      const isOwn = how === 'result' && futures[0]?.done() === true;
      const isLate = timeout !== Infinity && error instanceof TimeoutError;
      const isAborted = signal?.aborted === true && error === signal.reason;
      this.#note(
        isOwn || isLate || isAborted ? undefined : `Expected ${how} not to fail with this, got ${describeError(error)}`,
      );
    }
  }

  /** `done` and `rest` are all there are, each once, and `done` are done. */
  #checkWaited(done: Future<number>[], rest: Future<number>[], all: Future<number>[]): void {
    const together = new Set([...done, ...rest]);
    if (!done.every((future) => future.done())) {
      this.#note('Expected only what is done among the done');
    }
    if (together.size !== all.length || done.length + rest.length !== all.length) {
      this.#note(`Expected each of ${all.length} futures once, got ${done.length} and ${rest.length}`);
    }
  }

  async #hasFailed(futures: Future<number>[]): Promise<boolean> {
    const errors = await Promise.all(futures.map(async (future) => future.cancelled() || (await future.exception())));
    return errors.some((error) => error !== undefined && error !== false);
  }

  #choose(choices: readonly Choice[]): Call[] {
    const calls = this.#calls;
    return choices.flatMap((choice) => calls[choice % Math.max(1, calls.length)] ?? []);
  }

  #note(problem: string | undefined): void {
    if (problem !== undefined) {
      this.problems.push(problem);
    }
  }
}
