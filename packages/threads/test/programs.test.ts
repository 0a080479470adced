import { describe } from 'vitest';
import { describePrograms } from '../../transport/test/describe-programs.ts';

describe('ThreadPoolExecutor', () => {
  describePrograms(new URL('fixtures/unguarded.ts', import.meta.url));
});
