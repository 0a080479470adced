import { describeExecutor } from '@heddle/conformance';
import { ProcessPoolExecutor } from '@heddle/processes';

describeExecutor(
  ({ memoryMb, ...options }) =>
    new ProcessPoolExecutor({
      ...options,
      ...(memoryMb === undefined ? {} : { execArgv: [`--max-old-space-size=${memoryMb}`] }),
    }),
  {
    name: 'ProcessPoolExecutor',
    workers: 'processes',
    program: { module: new URL('../src/index.ts', import.meta.url), className: 'ProcessPoolExecutor' },
  },
);
