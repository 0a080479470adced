import { explore, type Exploration } from './explore.ts';
import { type LockFault, lockModel } from './lock-model.ts';
import { type QueueFault, queueModel, type QueueModelOptions } from './queue-model.ts';

export interface Run {
  readonly title: string;
  readonly explore: () => Exploration;
}

type Size = Omit<QueueModelOptions, 'fault'>;

function size(
  producers: number,
  consumers: number,
  records: number,
  capacity: number,
  deaths: number,
  timeouts: number,
): Size {
  return { producers, consumers, records, capacity, deaths, timeouts };
}

function runQueue(size: Size, fault: QueueFault = 'none'): Run {
  const { producers, consumers, records, capacity, deaths, timeouts } = size;
  const title = `${producers} × ${records} records, ${consumers} consumers, room for ${capacity}, deaths ${deaths}, timeouts ${timeouts}`;
  return {
    title: fault === 'none' ? title : `${fault} (${title})`,
    explore: () => explore(queueModel({ ...size, fault })),
  };
}

function runLock(threads: number, rounds: number, deaths: number, fault: LockFault = 'none'): Run {
  const title = `the lock, ${threads} threads, ${rounds} times each, deaths ${deaths}`;
  return {
    title: fault === 'none' ? title : `${fault} (${title})`,
    explore: () => explore(lockModel(threads, rounds, deaths, fault)),
  };
}

/** Seconds. */
export const short: readonly Run[] = [
  runLock(3, 2, 1),
  runQueue(size(1, 1, 3, 2, 1, 1)),
  runQueue(size(2, 1, 1, 1, 1, 0)),
  runQueue(size(1, 2, 1, 1, 1, 1)),
  runQueue(size(2, 1, 2, 1, 0, 0)),
];

/** Minutes, and some gigabytes. */
export const long: readonly Run[] = [
  ...short,
  runLock(4, 2, 2),
  runQueue(size(1, 1, 4, 2, 1, 2)),
  runQueue(size(2, 1, 2, 2, 1, 1)),
  runQueue(size(1, 2, 2, 1, 1, 1)),
  runQueue(size(2, 2, 1, 1, 1, 0)),
  runQueue(size(2, 2, 1, 1, 0, 1)),
  runQueue(size(2, 2, 2, 1, 0, 0)),
];

/** Each must find a problem. */
export const broken: readonly Run[] = [
  runLock(3, 2, 2, 'unlock wakes nobody'),
  runLock(3, 2, 2, 'the woken take it as if nobody slept'),
  runLock(3, 2, 2, 'repair frees, and wakes nobody'),
  runLock(3, 2, 2, 'repair wakes, and does not free'),
  runQueue(size(1, 1, 2, 1, 0, 0), 'a put counts its item before it is written'),
  runQueue(size(1, 1, 2, 1, 0, 0), 'a take counts its item before it is read'),
  runQueue(size(1, 1, 1, 1, 0, 0), 'a put calls nobody'),
  runQueue(size(1, 1, 2, 1, 0, 0), 'a take calls nobody'),
  runQueue(size(1, 1, 1, 1, 0, 0), 'a call changes no word'),
  runQueue(size(1, 1, 1, 1, 0, 0), 'a call is not notified'),
  runQueue(size(1, 1, 1, 1, 0, 0), 'one who waits does not look again'),
  runQueue(size(1, 2, 1, 1, 0, 1), 'one who leaves does not pass a call on'),
  runQueue(size(1, 1, 1, 1, 1, 0), 'repair breaks no lock'),
  runQueue(size(1, 2, 1, 1, 1, 0), 'repair wakes nobody'),
  runQueue(size(1, 2, 1, 1, 1, 0), 'repair leaves the bits'),
];

/** The same, with half a million states on the way. */
export const brokenLong: readonly Run[] = [
  ...broken,
  runQueue(size(1, 2, 4, 2, 1, 0), 'the position is not read again'),
];
