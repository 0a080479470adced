import type { Case, Figure, Target } from '../../case.ts';
import type { Answer } from './queries.ts';
import { startServer } from './start-server.ts';

const latency = 20;

type Measure = 'cpu' | 'memory';

/** What the whole process has used so far, its start included. */
const measures: Readonly<Record<Measure, () => number>> = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
  memory: () => process.resourceUsage().maxRSS / 1_024,
};

async function measured(measure: Measure, ask: () => Promise<readonly Answer[]>): Promise<Figure> {
  const answers = await ask();
  const value = measures[measure]();
  const { verifyAnswers } = await import('./queries.ts');
  verifyAnswers(answers);
  return { value };
}

/** @param target - what Heddle's figure is to be, divided by Python's */
function lesson(measure: Measure, what: string, unit: string, target?: Target): Case {
  return {
    name: `lesson/${measure}`,
    what: `${what} for the lesson's 1,023 queries by 32 consumers, of a server that takes ${latency} ms for each`,
    unit,
    better: 'less',
    count: 1_023,
    quickCount: 1_023,
    setUp: () => startServer(latency),
    contenders: [
      {
        name: 'Heddle',
        role: 'heddle',
        run: async () => await measured(measure, async () => (await import('./with-heddle.ts')).withHeddle()),
      },
      { name: 'Python', role: 'peer', ...(target === undefined ? {} : { target }), python: ['lesson.py', measure] },
      {
        name: 'undici, lanes by hand',
        role: 'reference',
        run: async () => await measured(measure, async () => (await import('./by-hand.ts')).byHand()),
      },
    ],
  };
}

export const lessonCpu = lesson('cpu', 'the processor time of the whole program', 'ms', { atMost: 0.5 });
export const lessonMemory = lesson('memory', 'the highest resident memory of the whole program', 'MB');
