import { describe, expect, test } from 'vitest';
import { findTask, taskInfo, whileImporting } from '../src/executor/index.ts';
import { EventLoopExecutor, task } from '../src/index.ts';
import { failure, thrown } from './support/help.ts';

const module = 'file:///tasks.ts';

describe('task', () => {
  test('is the function itself, callable as before, that knows where it is', async () => {
    function double(n: number): number {
      return 2 * n;
    }
    const made = task(import.meta, double);
    expect(made).toBe(double);
    expect(made(21)).toBe(42);
    expect(taskInfo(made)).toEqual({ module: import.meta.url, name: 'double' });
    expect(findTask(import.meta.url, 'double')).toBe(double);
    expect(findTask(import.meta.url, 'other')).toBeUndefined();
    expect(taskInfo(() => {})).toBeUndefined();
    await using executor = new EventLoopExecutor();
    expect(await executor.submit(made, 21)).toBe(42);
  });

  test('takes a URL, a string, and a name', () => {
    expect(taskInfo(task(new URL(module), function one() {}))).toEqual({ module, name: 'one' });
    expect(taskInfo(task(module, () => {}, { name: 'two' }))).toEqual({ module, name: 'two' });
    const three = (): void => {};
    expect(taskInfo(task(module, three))).toEqual({ module, name: 'three' });
  });

  test('refuses a function without a name, a second of the same name, and what is none', () => {
    expect(thrown(() => task(module, () => {}))).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('to have a name') as string,
    });
    task(module, function twice() {});
    expect(thrown(() => task(module, function twice() {}))).toMatchObject({
      name: 'TypeError',
      message: expect.stringMatching(/twice.*file:\/\/\/tasks\.ts/) as string,
    });
    expect(task('file:///other.ts', function twice() {})).toBeTypeOf('function');
    for (const args of [
      [module, 1],
      [1, function a() {}],
      ['no url', function b() {}],
      [{}, function c() {}],
      [null, function d() {}],
      [module, function e() {}, null],
      [module, function f() {}, { name: 1 }],
      [module, function g() {}, { name: '' }],
    ]) {
      expect(thrown(() => (task as (...given: unknown[]) => unknown)(...args))).toBeInstanceOf(TypeError);
    }
  });

  test('a module that is evaluated anew registers its tasks anew', () => {
    const [first, second] = [function again() {}, function again() {}];
    task({ url: module } as ImportMeta, first);
    task({ url: module } as ImportMeta, second);
    expect(findTask(module, 'again')).toBe(second);
  });
});

describe('an executor made while a worker imports its task module', () => {
  test('throws, and shows the guard', async () => {
    const error = await failure(whileImporting(module, async () => new EventLoopExecutor()));
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain('if (import.meta.main)');
    expect((error as Error).message).toContain(module);
    await failure(whileImporting(module, () => Promise.reject(new Error('no such module'))));
    expect(new EventLoopExecutor()).toBeInstanceOf(EventLoopExecutor);
  });

  test('a task that runs beside the import may make one', async () => {
    await using executor = new EventLoopExecutor();
    await whileImporting(module, async () => {
      expect(await executor.submit(() => new EventLoopExecutor())).toBeInstanceOf(EventLoopExecutor);
    });
  });
});
