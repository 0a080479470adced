import { ProcessPoolExecutor } from '@heddle/processes';
import { SharedQueue } from '@heddle/queue/shared';
import { describe, expect, it } from 'vitest';
import { describeRemoteConformance } from '../../transport/test/describe-remote-conformance.ts';
import { describeRemoteQueues } from '../../transport/test/describe-remote-queues.ts';
import { takeOne } from '../../transport/test/fixtures/queue-tasks.ts';
import { doubleInOwnPool } from './fixtures/double-in-own-pool.ts';

describeRemoteConformance((options) => new ProcessPoolExecutor(options), 'a process');

describe('ProcessPoolExecutor', () => {
  describeRemoteQueues((options) => new ProcessPoolExecutor(options), doubleInOwnPool);

  it('a SharedQueue is refused', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1 });
    expect(await pool.submit(takeOne, new SharedQueue<unknown>()).exception()).toMatchObject({
      code: 'ERR_TRANSFER',
      message: expect.stringMatching(/argument 0 of takeOne .*memory that threads share: give a process a Queue/),
    });
  });
});
