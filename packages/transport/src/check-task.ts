import { taskInfo } from '@heddle/futures/executor';

/** @throws {TypeError} `fn` is a plain function, which only the thread that made it can call; shows the line to write */
export function checkTask(fn: (...args: never[]) => unknown): void {
  if (taskInfo(fn) === undefined) {
    const name = fn.name === '' ? 'work' : fn.name;
    const got = fn.name === '' ? 'a plain function without a name' : `the plain function ${fn.name}`;
    throw new TypeError(
      `Expected a task, which a worker can import, got ${got}: in a module of its own, write\n\n` +
        `  export const ${name} = task(import.meta, async function ${name}(…) { … });\n`,
    );
  }
}
