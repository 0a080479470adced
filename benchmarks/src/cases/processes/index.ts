import type { Case } from '../../case.ts';
import { processesBurst } from './burst.ts';
import { processesRoundTrip } from './round-trip.ts';

export const cases: readonly Case[] = [processesBurst, processesRoundTrip];
