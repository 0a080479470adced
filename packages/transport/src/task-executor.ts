import type { Future, MapOptions, MapResults, TaskInfo } from '@heddle/futures';
import { Executor, type Resolvable } from '@heddle/futures/executor';
import { checkTask } from './check-task.ts';

/** An executor whose workers are elsewhere: it takes tasks alone, by its types and at run time. */
export abstract class TaskExecutor extends Executor {
  /** As {@link Executor.submit}, for a task: a worker has to find it. */
  override submit<A extends unknown[], R>(
    fn: ((...args: A) => R) & TaskInfo,
    ...args: Resolvable<A>
  ): Future<Awaited<R>> {
    return super.submit(fn, ...args);
  }

  /** As {@link Executor.map}, for a task: a worker has to find it. */
  override map<T, R>(
    fn: ((item: T) => R) & TaskInfo,
    items: Iterable<T> | AsyncIterable<T>,
    options: MapOptions & { settled: true },
  ): MapResults<PromiseSettledResult<Awaited<R>>>;
  override map<T, R>(
    fn: ((item: T) => R) & TaskInfo,
    items: Iterable<T> | AsyncIterable<T>,
    options?: MapOptions,
  ): MapResults<Awaited<R>>;
  override map(
    fn: ((item: unknown) => unknown) & TaskInfo,
    items: Iterable<unknown> | AsyncIterable<unknown>,
    options?: MapOptions,
  ): MapResults<unknown> {
    return super.map(fn, items, options);
  }

  /** As {@link Executor.starmap}, for a task: a worker has to find it. */
  override starmap<A extends unknown[], R>(
    fn: ((...args: A) => R) & TaskInfo,
    argLists: Iterable<Readonly<A>> | AsyncIterable<Readonly<A>>,
    options: MapOptions & { settled: true },
  ): MapResults<PromiseSettledResult<Awaited<R>>>;
  override starmap<A extends unknown[], R>(
    fn: ((...args: A) => R) & TaskInfo,
    argLists: Iterable<Readonly<A>> | AsyncIterable<Readonly<A>>,
    options?: MapOptions,
  ): MapResults<Awaited<R>>;
  override starmap(
    fn: ((...args: unknown[]) => unknown) & TaskInfo,
    argLists: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
    options?: MapOptions,
  ): MapResults<unknown> {
    return super.starmap(fn, argLists, options);
  }

  protected override check(fn: (...args: never[]) => unknown): void {
    checkTask(fn);
  }
}
