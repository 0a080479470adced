import type { Case } from '../../case.ts';
import { futuresWait, futuresAsCompleted, futuresLinear } from './waits.ts';

export const cases: readonly Case[] = [futuresWait, futuresAsCompleted, futuresLinear];
