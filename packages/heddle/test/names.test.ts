import * as futures from '@heddle/futures';
import * as monitor from '@heddle/monitor';
import * as pipeline from '@heddle/pipeline';
import * as processes from '@heddle/processes';
import * as queue from '@heddle/queue';
import * as threads from '@heddle/threads';
import { describe, expect, it } from 'vitest';
import * as heddle from '../src/index.ts';
import * as ofTasks from '../src/task.ts';

const packages: Record<string, Record<string, unknown>> = { queue, futures, threads, processes, pipeline, monitor };

const needed = `Queue LifoQueue PriorityQueue SimpleQueue QueueError Empty Full ShutDown TaskDoneError TimeoutError
  Future wait ALL_COMPLETED FIRST_COMPLETED FIRST_EXCEPTION asCompleted
  Executor EventLoopExecutor ThreadPoolExecutor ProcessPoolExecutor task currentTask
  CancelledError InvalidStateError ShutdownError DependencyError DeadlockError BrokenExecutor WorkerCrashedError TransferError propagate
  pipeline Pipeline ReaderError monitor createProgress timeline`;

/** For those who draw a display of their own; they import @heddle/monitor. */
const leftOut = new Set(['frame', 'plainLine', 'sampleOf']);

describe('the front door', () => {
  it('has what a newcomer needs', () => {
    expect(Object.keys(heddle).toSorted()).toEqual(needed.split(/\s+/).toSorted());
  });

  it.each(Object.keys(packages))('passes on what @heddle/%s has, itself', (name) => {
    for (const [key, value] of Object.entries(packages[name] ?? {})) {
      if (!leftOut.has(key)) {
        expect(heddle, key).toHaveProperty(key, value);
      }
    }
  });

  it('has a side door for modules of tasks', () => {
    expect(Object.keys(ofTasks).toSorted()).toEqual(['currentTask', 'propagate', 'task']);
    for (const [key, value] of Object.entries(ofTasks)) {
      expect(heddle, key).toHaveProperty(key, value);
    }
  });

  it('has packages whose names do not collide', () => {
    const seen = new Map<string, unknown>();
    for (const [key, value] of Object.values(packages).flatMap((names) => Object.entries(names))) {
      // The same thing may go out by two doors, as TimeoutError does; two things under one name may not.
      expect(seen.get(key) ?? value, key).toBe(value);
      seen.set(key, value);
    }
  });
});
