import './support/compile-cache.ts';
import { describeExecutor } from '@heddle/conformance';
import { ProcessPoolExecutor } from '@heddle/processes';

describeExecutor('ProcessPoolExecutor', {
  make: (options) => new ProcessPoolExecutor(options),
  program: { module: new URL('../src/index.ts', import.meta.url), className: 'ProcessPoolExecutor' },
});
