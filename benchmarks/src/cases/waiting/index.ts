import type { Case } from '../../case.ts';
import { waitingGetters, waitingPutters, waitingJoins } from './queues.ts';
import { waitingDependants } from './dependants.ts';

export const cases: readonly Case[] = [waitingGetters, waitingPutters, waitingJoins, waitingDependants];
