import { test } from 'vitest';

/** The tests of a suite, and which of them are skipped. */
export interface Checklist {
  /** A test, unless the implementation skips it; then its reason stands in its title. */
  readonly check: (title: string, run: () => void | Promise<void>) => void;
  /** Skips that name no test. */
  readonly unused: () => string[];
}

/** @param skips - for the title of a test, why it is skipped */
export function makeChecklist(skips: Readonly<Record<string, string>>): Checklist {
  const titles = new Set<string>();
  return {
    check(title, run) {
      titles.add(title);
      const reason = skips[title];
      if (reason === undefined) {
        test(title, run);
      } else {
        test.skip(`${title} (skipped: ${reason})`, run);
      }
    },
    unused: () => Object.keys(skips).filter((title) => !titles.has(title)),
  };
}
