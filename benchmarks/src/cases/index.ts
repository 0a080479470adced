import type { Case } from '../case.ts';
import { cases as eventLoop } from './event-loop/index.ts';
import { cases as futures } from './futures/index.ts';
import { cases as lesson } from './lesson/index.ts';
import { cases as memory } from './memory/index.ts';
import { cases as processes } from './processes/index.ts';
import { cases as queue } from './queue/index.ts';
import { cases as threads } from './threads/index.ts';
import { cases as waiting } from './waiting/index.ts';

/** In the order in which they run and are shown. A group is a folder, of whose cases a contender's process loads no others. */
export const cases: readonly Case[] = [
  ...threads,
  ...processes,
  ...eventLoop,
  ...queue,
  ...futures,
  ...waiting,
  ...memory,
  ...lesson,
];
