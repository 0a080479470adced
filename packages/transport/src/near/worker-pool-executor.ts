import { BrokenExecutor, WorkerCrashedError } from '@heddle/futures';
import { taskInfo, type WorkItem } from '@heddle/futures/executor';
import type { WorkerChannel, WorkerEnd } from '../channel.ts';
import { TaskExecutor } from '../task-executor.ts';
import { explainArguments } from '../values/arguments.ts';
import { IdleWorkers } from './idle-workers.ts';
import { checkPoolOptions, type OnCrash, type WorkerPoolOptions } from './options.ts';
import { Relief } from './relief.ts';
import { causeOf, describeEnd, wasInterrupted } from './worker-end.ts';
import { type LinkSetup, WorkerLink } from './worker-link.ts';

// Longer than most files: which worker gets what, and what becomes of it as workers come and go.

/** So many workers in a row that die before they ran anything are no accident. */
const crashLoop = 3;

/**
 * An executor whose workers are threads or processes: what both have in common.
 *
 * Workers start as they are needed. A task goes to the least loaded worker with a free place; only if there is none, another worker starts.
 */
export abstract class WorkerPoolExecutor extends TaskExecutor {
  readonly #links: Set<WorkerLink> = new Set();
  readonly #idle: IdleWorkers;
  readonly #toFlush: Set<WorkerLink> = new Set();
  /** What has been run for the second time, after its first worker died. */
  readonly #retried: WeakSet<WorkItem> = new WeakSet();
  /** Where `hasRoom` found it; `undefined` where there is more than that: a free place, or room for a worker. */
  #isRoomOn: WorkerLink | undefined = undefined;
  /** How many go there before it is looked again who has the least. */
  #moreThere = 0;
  readonly #setup: LinkSetup;
  readonly #maxTasksPerChild: number;
  readonly #onCrash: OnCrash;
  readonly #graceMs: number;
  readonly #relief: Relief;
  #diedYoung = 0;
  #brokenBy: BrokenExecutor | undefined = undefined;
  #isTerminated = false;

  protected constructor(options: WorkerPoolOptions) {
    const { maxWorkers, tasksPerWorker, maxTasksPerChild, idleTimeout, onCrash, graceMs, initArgs } =
      checkPoolOptions(options);
    // The workers have the places, and say when they have room.
    super({ maxWorkers, slots: Number.MAX_SAFE_INTEGER, graceMs });
    this.#maxTasksPerChild = maxTasksPerChild;
    this.#idle = new IdleWorkers(this.#links, idleTimeout);
    this.#relief = new Relief(this.#links, (over) => {
      for (const link of this.#links) {
        this.#heard(link, over);
      }
    });
    this.#onCrash = onCrash;
    this.#graceMs = graceMs;
    const problem = explainArguments(initArgs, 'the initializer', undefined);
    if (problem !== undefined) {
      throw problem;
    }
    this.#setup = {
      maxWorkers,
      tasksPerWorker,
      graceMs,
      initializer: taskInfo(options.initializer),
      finalizer: taskInfo(options.finalizer),
      initArgs,
    };
  }

  /** Starts one more worker. */
  protected abstract spawn(): WorkerChannel;

  /**
   * Ends all workers at once: what runs fails with `WorkerCrashedError`, what is pending is cancelled, and the pool is shut down.
   *
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.ProcessPoolExecutor.terminate_workers
   */
  terminateWorkers(): Promise<void> {
    return this.pool.#endAll(false);
  }

  /** As {@link terminateWorkers}, and leaves the workers no chance to notice. */
  killWorkers(): Promise<void> {
    return this.pool.#endAll(true);
  }

  override async shutdown(
    options: { wait?: boolean | undefined; cancelFutures?: boolean | undefined } = {},
  ): Promise<void> {
    const { pool } = this; // a view has no private fields
    const closed = super.shutdown(options);
    pool.#tellShutdown();
    await closed;
  }

  #tellShutdown(): void {
    try {
      this.scheduler.checkOpen();
      return; // the options were refused
    } catch {
      for (const link of this.#links) {
        link.refuseMore();
      }
    }
  }

  async #endAll(force: boolean): Promise<void> {
    this.#isTerminated = true;
    const closed = this.shutdown({ cancelFutures: true });
    for (const link of this.#links) {
      link.end(force, this.#graceMs);
    }
    await closed;
  }

  /** A worker with a free place, room for another worker, or one that may be sent a call ahead of its turn. One that is ending is a worker until it has ended. */
  protected override hasRoom(next: { readonly isWatched: boolean }): boolean {
    if (this.#moreThere > 0 && !next.isWatched) {
      return true;
    }
    this.#moreThere = 0;
    let workers = 0;
    let ahead: WorkerLink | undefined;
    let leastAhead = Infinity;
    for (const link of this.#links) {
      if (link.hasPlace) {
        this.#isRoomOn = undefined; // on the least loaded
        return true;
      }
      if (link.load < leastAhead && link.hasRoomAhead) {
        ahead = link;
        leastAhead = link.load;
      }
      workers += link.needsHelp ? 0 : 1;
    }
    this.#isRoomOn = workers < this.maxWorkers ? undefined : ahead;
    if (this.#isRoomOn === undefined) {
      return workers < this.maxWorkers;
    }
    // No call ends before the turn does. Who has a hundred may have a few more than the others.
    this.#moreThere = next.isWatched ? 0 : Math.min(this.#isRoomOn.roomAhead, 1 + (leastAhead >> 4));
    return this.#moreThere > 0;
  }

  protected override run(item: WorkItem): void {
    this.#moreThere -= 1;
    this.#give(item, this.#isRoomOn);
  }

  protected override flush(): void {
    this.#moreThere = 0;
    for (const link of this.#toFlush) {
      link.flush();
    }
    this.#toFlush.clear();
  }

  #give(item: WorkItem, room?: WorkerLink): void {
    const link = room ?? this.#choose();
    if (link === undefined) {
      item.ended(); // broken: its future has failed
      return;
    }
    link.give(item);
    this.#toFlush.add(link);
  }

  /** The least loaded worker; one more is started if none has a free place. */
  #choose(): WorkerLink | undefined {
    let best: WorkerLink | undefined;
    let bestLoad = Infinity;
    let workers = 0;
    for (const link of this.#links) {
      workers += link.needsHelp ? 0 : 1;
      if (link.takesMore) {
        const { load } = link;
        if (load < bestLoad) {
          best = link;
          bestLoad = load;
        }
      }
    }
    if (best !== undefined && (best.hasPlace || workers >= this.maxWorkers)) {
      return best;
    }
    return this.#start() ?? best;
  }

  #start(): WorkerLink | undefined {
    if (this.#brokenBy !== undefined) {
      return undefined;
    }
    let channel: WorkerChannel | undefined;
    try {
      channel = this.spawn();
      const link = this.#link(channel);
      this.#links.add(link);
      return link;
    } catch (error) {
      channel?.terminate(true); // it cannot be told what every worker is told first: initArgs that do not cross
      this.break(new BrokenExecutor('Expected a worker to start, got an error', { cause: error }));
      return undefined;
    }
  }

  #link(channel: WorkerChannel): WorkerLink {
    return new WorkerLink(channel, this.#setup, this.#maxTasksPerChild, {
      executor: this,
      submit: (call) => this.submitCall(call),
      initializerFailed: (error) => {
        this.break(new BrokenExecutor('Expected the initializer to succeed, got an error', { cause: error }));
      },
      heard: (link) => {
        this.#heard(link);
      },
      givenBack: (items) => {
        this.#giveAgain(items);
        this.flush();
      },
      ended: (link, end, waiting, running) => {
        this.#ended(link, end, waiting, running);
      },
    });
  }

  /** @param over - workers of which all is read that they said until the time of their calls was over */
  #heard(link: WorkerLink, over?: ReadonlySet<WorkerLink>): void {
    link.flush(); // what it could not be sent before
    if (!link.isIdle) {
      return;
    }
    if (!link.takesMore) {
      link.close();
    } else if (!this.scheduler.hasPending && !this.#relief.give(link, over)) {
      this.#idle.rests(link);
    }
  }

  protected override look(item: WorkItem, isCancelled: boolean): void {
    const link = linkOf(item);
    if (link === undefined) {
      return; // it was taken back already
    }
    if (isCancelled && link.takeBack(item)) {
      item.place = undefined;
      this.scheduler.dispatchSoon(); // there is room
    } else if (isCancelled || link.mayHaveBegun(item)) {
      item.start(); // what cannot be taken back counts as begun
    }
  }

  protected override lends(item: WorkItem): void {
    linkOf(item)?.lends(item);
  }

  protected override withdraw(item: WorkItem): boolean {
    const link = linkOf(item);
    return link === undefined || link.takeBack(item) || !link.mayHaveBegun(item);
  }

  protected override stop(item: WorkItem, reason: unknown): void {
    linkOf(item)?.stop(item, reason);
  }

  protected override kill(item: WorkItem): void {
    const link = linkOf(item);
    if (link === undefined) {
      item.ended();
    } else {
      link.killed.add(item);
      link.end(true);
    }
  }

  #ended(link: WorkerLink, end: WorkerEnd, waiting: readonly WorkItem[], running: readonly WorkItem[]): void {
    const wasExpected =
      link.state === 'dying' || link.state === 'closing' || (link.state === 'starting' && wasInterrupted(end));
    this.#links.delete(link);
    this.#toFlush.delete(link);
    this.#diedYoung = wasExpected || link.hasRun ? 0 : this.#diedYoung + 1;
    const story = describeEnd(link.where, end, link.killed.size > 0);
    const lost = running.filter((item) => !link.killed.has(item));
    for (const item of link.killed) {
      item.ended();
    }
    if (this.#diedYoung >= crashLoop) {
      this.#breakAfter(`Expected workers that run tasks, got ${crashLoop} in a row that died before`, story, end);
    } else if (this.#onCrash === 'break' && !this.#isTerminated && (lost.length > 0 || !wasExpected)) {
      this.#breakAfter('Expected every worker to live, got one that died', story, end);
    }
    for (const item of lost) {
      this.#lose(item, story, end);
    }
    this.#giveAgain(waiting);
    this.flush();
    if (this.#links.size === 0) {
      this.#idle.stop();
      this.#relief.stop();
    }
    this.scheduler.dispatchSoon(); // there is room for another worker
  }

  /** To another worker, or once more to the same. */
  #giveAgain(items: readonly WorkItem[]): void {
    for (const item of items) {
      if (item.isOver) {
        continue; // whoever heard of the others has cancelled it
      }
      if (this.#brokenBy === undefined) {
        this.#give(item);
      } else {
        item.ended();
      }
    }
  }

  #breakAfter(message: string, story: string, end: WorkerEnd): void {
    const cause = new WorkerCrashedError(story, causeOf(end));
    this.break(new BrokenExecutor(`${message}: ${story}`, { cause }));
  }

  /** `item` ran on a worker that died. */
  #lose(item: WorkItem, story: string, end: WorkerEnd): void {
    if (this.#brokenBy !== undefined) {
      item.ended();
    } else if (this.#onCrash === 'retry' && !this.#isTerminated && !this.#retried.has(item) && !item.future.done()) {
      this.#retried.add(item);
      item.endLoans();
      this.#give(item);
    } else {
      item.fail(new WorkerCrashedError(`Expected ${item.name} to end, got a worker that died: ${story}`, causeOf(end)));
    }
  }

  protected override break(error: BrokenExecutor): void {
    if (this.#brokenBy !== undefined) {
      return;
    }
    this.#brokenBy = error;
    super.break(error);
    for (const link of this.#links) {
      link.end(true); // as it ends, its tasks end
    }
  }

  protected override async close(): Promise<void> {
    const links = [...this.#links];
    for (const link of links) {
      link.close();
    }
    await Promise.all(links.map((link) => link.gone));
  }

  protected override countWorkers(): { workers: number; idle: number } {
    let idle = 0;
    for (const link of this.#links) {
      link.look();
      idle += link.load === 0 ? 1 : 0;
    }
    return { workers: this.#links.size, idle };
  }
}

/** Where an item is; `undefined` once it was taken back. */
function linkOf(item: WorkItem): WorkerLink | undefined {
  return item.place as WorkerLink | undefined;
}
