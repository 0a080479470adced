import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'tools/test/**/*.test.ts'],
    pool: 'forks',
    execArgv: ['--expose-gc'],
    reporters: ['default', './tools/vitest/closing-line.ts'],
    testTimeout: 20_000,
  },
});
