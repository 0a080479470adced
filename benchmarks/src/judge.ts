import type { Case, Contender, Target } from './case.ts';
import type { CaseResult } from './rounds.ts';
import { type Summary, summarize } from './stats.ts';

/** One contender's line in the table. */
export interface Row {
  readonly case: Case;
  readonly contender: Contender;
  readonly standing: Standing;
}

export type Standing =
  | {
      readonly state: 'measured';
      readonly summary: Summary;
      /** Medians of what was also seen, by name. */
      readonly also: Readonly<Record<string, number | string>>;
      readonly comparison: Comparison | undefined;
    }
  | { readonly state: 'skipped'; readonly reason: string }
  | { readonly state: 'failed'; readonly error: string };

/** Heddle's median divided by this one's; or, of one whose own figure is held to something, that figure, divided by what it is measured by. */
export interface Comparison {
  readonly kind: 'ratio' | 'own';
  readonly value: number;
  /** Whose figure was divided; and of an own one, by whose, if by any. */
  readonly of: string;
  readonly over?: string | undefined;
  readonly target: Target | undefined;
  /** Without a target it is for information. */
  readonly verdict: 'met' | 'missed' | 'information';
}

export function judge(results: readonly CaseResult[]): Row[] {
  return results.flatMap((result) =>
    result.case.contenders.map((contender) => ({
      case: result.case,
      contender,
      standing: standingOf(result, contender),
    })),
  );
}

function standingOf(result: CaseResult, contender: Contender): Standing {
  const outcome = result.outcomes.get(contender.name);
  if (outcome?.state !== 'measured') {
    return outcome ?? { state: 'skipped', reason: 'it was not run' };
  }
  const summary = summarize(outcome.figures.map(({ value }) => value));
  return {
    state: 'measured',
    summary,
    also: medians(outcome.figures.map(({ also = {} }) => also)),
    comparison: compare(result, contender, summary),
  };
}

function compare(result: CaseResult, contender: Contender, { median }: Summary): Comparison | undefined {
  if (contender.own !== undefined) {
    const { own, over, name } = contender;
    const value = over === undefined ? median : median / medianOf(result, over);
    return { kind: 'own', value, of: name, over, target: own, verdict: verdictOf(value, own) };
  }
  const of = contender.against ?? result.case.contenders[0]?.name ?? '';
  const heddle = medianOf(result, of);
  if (contender.role === 'heddle' || Number.isNaN(heddle)) {
    return undefined;
  }
  const value = heddle / median;
  return { kind: 'ratio', value, of, target: contender.target, verdict: verdictOf(value, contender.target) };
}

/** `NaN` if it was not measured. */
function medianOf({ outcomes }: CaseResult, name: string): number {
  const outcome = outcomes.get(name);
  return outcome?.state === 'measured' ? summarize(outcome.figures.map(({ value }) => value)).median : NaN;
}

function verdictOf(value: number, target: Target | undefined): Comparison['verdict'] {
  if (target === undefined) {
    return 'information';
  }
  const isMet = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
  return isMet ? 'met' : 'missed';
}

/** A word is that of the last round. */
function medians(list: readonly Readonly<Record<string, number | string>>[]): Record<string, number | string> {
  const names = new Set(list.flatMap((also) => Object.keys(also)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = list.flatMap((also) => also[name] ?? []);
      const numbers = values.filter((value) => typeof value === 'number');
      return [name, numbers.length > 0 ? summarize(numbers).median : (values.at(-1) ?? '')];
    }),
  );
}
