import { ThreadPoolExecutor } from '@heddle/threads';
import { describe } from 'vitest';
import { describeWorkerPool } from '../../transport/test/describe-worker-pool.ts';

describe('ThreadPoolExecutor', () => {
  describeWorkerPool((options) => new ThreadPoolExecutor(options));
});
