import { describe } from 'vitest';
import { describePrograms } from '../../transport/test/describe-programs.ts';

describe('ProcessPoolExecutor', () => {
  describePrograms(new URL('fixtures/unguarded.ts', import.meta.url));
});
