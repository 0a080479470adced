import type { Case } from '../../case.ts';
import { lessonCpu, lessonMemory } from './lesson.ts';

export const cases: readonly Case[] = [lessonCpu, lessonMemory];
