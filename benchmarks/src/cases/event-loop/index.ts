import type { Case } from '../../case.ts';
import { eventLoopBurst } from './burst.ts';

export const cases: readonly Case[] = [eventLoopBurst];
