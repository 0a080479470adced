import type { Case } from '../../case.ts';
import { growth } from './crowd.ts';

async function echo(n: number): Promise<number> {
  return n;
}

/** Tasks that wait for one future among their arguments; they leave by being cancelled, the oldest first. */
export const waitingDependants: Case = {
  name: 'waiting/dependants',
  what: 'what one more `submit` with a pending future costs where 100,000 wait for it, divided by what it costs where 1,000 do',
  unit: 'times',
  better: 'less',
  count: 100_000,
  quickCount: 5_000,
  nodeArgs: ['--expose-gc'],
  contenders: (['without options', 'with one signal for all'] as const).map((manner) => ({
    name: `Heddle, ${manner}`,
    role: 'heddle',
    own: { atMost: 1.5 },
    async run(count) {
      const { EventLoopExecutor, Future } = await import('@heddle/futures');
      return await growth(count, () => {
        const executor = new EventLoopExecutor();
        const { signal } = new AbortController();
        const view = manner === 'without options' ? executor : executor.with({ signal });
        const gate = new Future<number>();
        const waiting: InstanceType<typeof Future<number>>[] = [];
        let left = 0;
        return {
          add() {
            const future = view.submit(echo, gate);
            waiting.push(future);
            return future;
          },
          leave(count) {
            for (const end = left + count; left < end; left += 1) {
              waiting[left]?.cancel();
            }
          },
          get size() {
            return executor.stats().pending;
          },
        };
      });
    },
  })),
};
