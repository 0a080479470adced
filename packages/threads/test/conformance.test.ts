import { describeExecutor } from '@heddle/conformance';
import { ThreadPoolExecutor } from '@heddle/threads';

describeExecutor(
  ({ memoryMb, ...options }) =>
    new ThreadPoolExecutor({
      ...options,
      ...(memoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryMb } }),
    }),
  {
    name: 'ThreadPoolExecutor',
    workers: 'threads',
    program: { module: new URL('../src/index.ts', import.meta.url), className: 'ThreadPoolExecutor' },
  },
);
