import type { Case } from '../../case.ts';
import { threadsBurst } from './burst.ts';
import { threadsMap } from './map.ts';
import { threadsRoundTrip } from './round-trip.ts';
import { threadsMixed } from './mixed.ts';
import { threadsStart } from './start.ts';
import { threadsPrimes } from './primes.ts';

export const cases: readonly Case[] = [
  threadsBurst,
  threadsMap,
  threadsRoundTrip,
  threadsMixed,
  threadsStart,
  threadsPrimes,
];
