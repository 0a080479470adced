import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with `N passed, N failed` alone on a line, from the runner's own count; a file or a suite that did not load counts as one failure. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'failed' : state] += 1;
      }
      for (const suite of [module, ...module.children.allSuites()]) {
        counts.failed += suite.errors().length;
      }
    }
    const skipped = counts.skipped > 0 ? `${counts.skipped} skipped: their titles say why\n` : '';
    // The default reporter prints its summary first; this line must come last.
    process.once('exit', () => process.stdout.write(`${skipped}${counts.passed} passed, ${counts.failed} failed\n`));
  }
}
