import type { WorkItem } from './work-item.ts';

/** What a scheduler asks of whoever runs the tasks: the protected methods of an `Executor`. */
export interface Engine {
  run(item: WorkItem): void;
  flush(): void;
  hasRoom(next: { readonly isWatched: boolean }): boolean;
  look(item: WorkItem, isCancelled: boolean): void;
  lends(item: WorkItem): void;
  withdraw(item: WorkItem): boolean | void;
  stop(item: WorkItem, reason: unknown): void;
  kill(item: WorkItem): void;
  close(): Promise<void> | void;
}
