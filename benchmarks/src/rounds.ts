import type { Case, Contender, Figure } from './case.ts';
import { whyNotHere } from './needs.ts';
import { type Programs, runAlone } from './run-alone.ts';

/** What became of a contender in all rounds. */
export type Outcome =
  | { readonly state: 'measured'; readonly figures: readonly Figure[] }
  | { readonly state: 'skipped'; readonly reason: string }
  | { readonly state: 'failed'; readonly error: string };

export interface CaseResult {
  readonly case: Case;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

export interface RoundOptions {
  readonly rounds: number;
  readonly quick: boolean;
  readonly programs: Programs;
  /** A profile of each process and thread goes into a folder there of the contender's. */
  readonly profile?: string | undefined;
  /** Is told before each process starts. */
  readonly onStart?: (round: number, contender: Contender) => void;
}

/**
 * Runs all contenders of a case in turn, then again, so that all see the same machine; each round begins with another one.
 * Who has failed once, or cannot run here, is left out from then on.
 */
export async function runRounds(
  one: Case,
  { rounds, quick, programs, profile, onStart }: RoundOptions,
): Promise<CaseResult> {
  const count = quick ? one.quickCount : one.count;
  const outcomes = new Map<string, Outcome>();
  for (const contender of one.contenders) {
    const reason = await whyNotHere(one, contender);
    outcomes.set(
      contender.name,
      reason === undefined ? { state: 'measured', figures: [] } : { state: 'skipped', reason },
    );
  }
  using setting = await one.setUp?.();
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of rotate(one.contenders, round)) {
      const outcome = outcomes.get(contender.name);
      if (outcome?.state === 'measured') {
        onStart?.(round, contender);
        const report = await runAlone({ programs, one, contender, count, env: setting?.env, profile });
        outcomes.set(contender.name, next(outcome.figures, report));
      }
    }
  }
  return { case: one, outcomes };
}

function next(figures: readonly Figure[], report: Awaited<ReturnType<typeof runAlone>>): Outcome {
  if ('error' in report) {
    return { state: 'failed', error: report.error };
  }
  if ('skipped' in report) {
    return { state: 'skipped', reason: report.skipped };
  }
  return { state: 'measured', figures: [...figures, report] };
}

function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
