import logUpdate from 'log-update';

/** What runs now, in one line that comes and goes; a line for each where the output is no terminal. */
export interface Progress extends Disposable {
  show(line: string): void;
  /** For good, above the line. */
  print(text: string): void;
}

export function startProgress(): Progress {
  const isTerminal = process.stdout.isTTY;
  return {
    show(line) {
      if (isTerminal) {
        logUpdate(line);
      } else {
        console.error(line);
      }
    },
    print(text) {
      if (isTerminal) {
        logUpdate.clear();
      }
      console.log(text);
    },
    [Symbol.dispose]() {
      if (isTerminal) {
        logUpdate.clear();
        logUpdate.done();
      }
    },
  };
}
