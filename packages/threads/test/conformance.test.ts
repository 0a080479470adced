import { describeExecutor } from '@heddle/conformance';
import { ThreadPoolExecutor } from '@heddle/threads';

describeExecutor('ThreadPoolExecutor', {
  make: (options) => new ThreadPoolExecutor(options),
  program: { module: new URL('../src/index.ts', import.meta.url), className: 'ThreadPoolExecutor' },
});
