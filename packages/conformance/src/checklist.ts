import { afterAll, describe, expect, test } from 'vitest';

/** A test, unless the implementation skips it; `timeout`: milliseconds, where it needs more than others. */
export type Check = (title: string, run: () => void | Promise<void>, timeout?: number) => void;

/** The tests of a suite, and which of them are skipped. */
export interface Checklist {
  readonly check: Check;
  /** As `check`; where `reason` is given, the test does not apply, and is skipped for it. */
  readonly checkUnless: (reason: string | undefined) => Check;
  /** A group of tests, which a skip may name too. */
  readonly group: (title: string, define: () => void) => void;
  /** To be called after the last group: each skip has to name a test or a group, and what was skipped is printed with its reason. */
  readonly close: (suite: string) => void;
}

/** @param skips - for the title of a test or of a group, why it is skipped */
export function makeChecklist(skips: Readonly<Record<string, string>>): Checklist {
  const unused = new Set(Object.keys(skips));
  const skipped: { readonly title: string; readonly reason: string }[] = [];
  let total = 0;
  /** Why the group that is being defined is skipped, or one that it stands in. */
  let groupReason: string | undefined;

  const reasonOf = (title: string): string | undefined => {
    unused.delete(title);
    return skips[title];
  };

  const checkUnless =
    (inapplicable: string | undefined): Check =>
    (title, run, timeout) => {
      total += 1;
      const reason = reasonOf(title) ?? groupReason ?? inapplicable;
      if (reason === undefined) {
        test(title, run, timeout);
      } else {
        skipped.push({ title, reason });
        test.skip(`${title} (skipped: ${reason})`, run);
      }
    };

  return {
    check: checkUnless(undefined),
    checkUnless,
    group(title, define) {
      const ownReason = reasonOf(title);
      const reason = groupReason ?? ownReason;
      // Vitest defines a group later, once the one that it stands in is defined: the reason has to come along.
      describe(title, () => {
        const outerReason = groupReason;
        groupReason = reason;
        define();
        groupReason = outerReason;
      });
    },
    close(suite) {
      // A skip that names nothing: the test was renamed, or is gone.
      test('every skip names a test', () => {
        expect([...unused]).toEqual([]);
      });
      afterAll(() => {
        if (skipped.length > 0) {
          console.info(describeSkips(suite, total, skipped));
        }
      });
    },
  };
}

function describeSkips(
  suite: string,
  total: number,
  skipped: readonly { readonly title: string; readonly reason: string }[],
): string {
  const lines = [...Map.groupBy(skipped, ({ reason }) => reason)].map(
    ([reason, tests]) => `  ${reason}:\n${tests.map(({ title }) => `    - ${title}`).join('\n')}`,
  );
  return `${suite} skips ${skipped.length} of ${total} tests\n${lines.join('\n')}`;
}
