import { createRequire } from 'node:module';
import { Future } from '../../src/index.ts';

/** Runs the Promises/A+ suite over `Future` in this process, and says as JSON how many tests passed and failed. */
interface Adapter {
  deferred(): { promise: PromiseLike<unknown>; resolve(value: unknown): void; reject(reason: unknown): void };
}
type Run = (adapter: Adapter, options: { reporter: unknown }, done: (error: Error | null) => void) => void;
interface Runner {
  on(event: string, fn: (test: { fullTitle(): string }) => void): void;
}

const run = createRequire(import.meta.url)('promises-aplus-tests') as Run;
const passed: string[] = [];
const failed: string[] = [];

/** What a reporter of mocha is. */
function Count(runner: Runner): void {
  runner.on('pass', (test) => passed.push(test.fullTitle()));
  runner.on('fail', (test) => failed.push(test.fullTitle()));
}

run(
  {
    deferred() {
      const future = new Future<unknown>();
      // A future is moved once: whoever would move it again is refused, as a promise would ignore it.
      return {
        promise: future,
        resolve: (value) => {
          if (!future.done()) {
            future.setResult(value);
          }
        },
        reject: (reason) => {
          if (!future.done()) {
            future.setException(reason);
          }
        },
      };
    },
  },
  { reporter: Count },
  () => {
    process.stdout.write(JSON.stringify({ passed: passed.length, failed }));
  },
);
