import type { PoolChannel } from '../channel.ts';
import { onDemand } from './load-on-demand.ts';

/** Tells the pool what this worker dies of: its engine would tell the exit code alone, or an error without its class. */
export function sayLastWords(channel: PoolChannel): void {
  process.on('uncaughtExceptionMonitor', (thrown: unknown) => {
    if (process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback()) {
      return; // a task's own code catches it: the worker lives on
    }
    const { encodeThrown, withTextOnly } = onDemand();
    const error = encodeThrown(thrown);
    try {
      channel.post([{ type: 'dying', error }]);
    } catch {
      channel.post([{ type: 'dying', error: withTextOnly(error) }]);
    }
  });
}
