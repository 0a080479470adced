import type { Case } from '../../case.ts';
import { queueNowait } from './nowait.ts';
import { queueAsync } from './async.ts';

export const cases: readonly Case[] = [queueNowait, queueAsync];
