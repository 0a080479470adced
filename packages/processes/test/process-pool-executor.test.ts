import { ProcessPoolExecutor } from '@heddle/processes';
import { describe } from 'vitest';
import { describeWorkerPool } from '../../transport/test/describe-worker-pool.ts';

describe('ProcessPoolExecutor', () => {
  describeWorkerPool((options) => new ProcessPoolExecutor(options));
});
