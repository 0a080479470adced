import { describe, expect, test } from 'vitest';
import { describeAbort } from './describe-executor-abort.ts';
import { describeCancel } from './describe-executor-cancel.ts';
import { describeDependencies } from './describe-executor-dependencies.ts';
import { describeFutures } from './describe-executor-futures.ts';
import { describeLiveness } from './describe-executor-liveness.ts';
import { describeMap } from './describe-executor-map.ts';
import { describeNested } from './describe-executor-nested.ts';
import { describeShutdown } from './describe-executor-shutdown.ts';
import { type DescribeExecutorOptions, makeExecutorSubject } from './describe-executor-subject.ts';
import { describeSubmit } from './describe-executor-submit.ts';
import { describeViews } from './describe-executor-views.ts';

/**
 * States, as tests, what every executor does, wherever it runs its tasks.
 *
 * @param options.make - makes a new executor; it is shut down with the test
 * @param options.program - where a program of its own finds the class
 * @example
 * describeExecutor('EventLoopExecutor', {
 *   make: (options) => new EventLoopExecutor(options),
 *   program: { module: new URL('../src/index.ts', import.meta.url), className: 'EventLoopExecutor' },
 * });
 */
export function describeExecutor(name: string, options: DescribeExecutorOptions): void {
  describe(name, () => {
    const subject = makeExecutorSubject(options);
    describe('submit', () => describeSubmit(subject));
    describe('futures', () => describeFutures(subject));
    describe('cancel', () => describeCancel(subject));
    describe('abort', () => describeAbort(subject));
    describe('dependencies', () => describeDependencies(subject));
    describe('nested', () => describeNested(subject));
    describe('map', () => describeMap(subject));
    describe('views', () => describeViews(subject));
    describe('shutdown', () => describeShutdown(subject));
    describe('liveness', () => describeLiveness(subject));
    test('every skip names a test', () => {
      expect(subject.unused()).toEqual([]);
    });
  });
}
