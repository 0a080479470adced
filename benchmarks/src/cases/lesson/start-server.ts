import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Setting } from '../../case.ts';
import { sibling } from '../../sibling.ts';

/** The mock price server in a process of its own, which counts for nobody. */
export async function startServer(latency: number): Promise<Setting> {
  const child = fork(sibling(import.meta, 'price-server'), [String(latency)]);
  const [url] = (await once(child, 'message')) as [string];
  return {
    env: { BASE_URL: url },
    [Symbol.dispose]() {
      child.disconnect();
    },
  };
}
