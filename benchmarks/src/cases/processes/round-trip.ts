import type { Case } from '../../case.ts';
import { roundTrips } from '../../latency.ts';

export const processesRoundTrip: Case = {
  name: 'processes/round-trip',
  what: 'one task that does nothing after the other, there and back, on one process; on one processor',
  unit: 'µs',
  better: 'less',
  count: 10_000,
  quickCount: 500,
  isPinned: true,
  contenders: [
    {
      name: 'Heddle',
      role: 'heddle',
      async run(count) {
        const { ProcessPoolExecutor } = await import('@heddle/processes');
        const { echo } = await import('../threads/echo-task.ts');
        const executor = new ProcessPoolExecutor({ maxWorkers: 1 });
        return await roundTrips(count, (n) => executor.submit(echo, n));
      },
    },
    {
      name: "bare fork, serialization: 'advanced'",
      role: 'peer',
      target: { atMost: 1.15 },
      async run(count) {
        const { BareChildren } = await import('./bare-children.ts');
        const children = new BareChildren(1);
        return await roundTrips(count, (n) => children.run(n));
      },
    },
  ],
};
