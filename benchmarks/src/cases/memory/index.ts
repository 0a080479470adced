import type { Case } from '../../case.ts';
import { memoryQueuedSubmit } from './queued-submit.ts';

export const cases: readonly Case[] = [memoryQueuedSubmit];
