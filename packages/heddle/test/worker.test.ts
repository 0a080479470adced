import { describe, expect, it } from 'vitest';
import { ProcessPoolExecutor, ThreadPoolExecutor } from '../src/index.ts';
import { doubleElsewhere, modulesLoaded } from './fixtures/front-door-task.ts';

describe.each([{ Pool: ThreadPoolExecutor }, { Pool: ProcessPoolExecutor }])(
  'a worker of $Pool.name whose task imports the front door',
  ({ Pool }) => {
    it('loads nothing but Heddle: no engine, no display', async () => {
      await using executor = new Pool({ maxWorkers: 1 });

      const modules = await executor.submit(modulesLoaded);

      expect(modules.some((url) => url.includes('/packages/threads/'))).toBe(true);
      expect(modules.filter((url) => url.includes('/node_modules/'))).toEqual([]);
      expect(modules).not.toContain('node:child_process');
    });

    it('can make pools all the same', async () => {
      await using executor = new Pool({ maxWorkers: 1 });

      expect(await executor.submit(doubleElsewhere, 3)).toBe(12);
    });
  },
);
