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

/** Heddle's median divided by this one's; or, of one that is held to a figure of its own, that figure. */
export interface Comparison {
  readonly kind: 'ratio' | 'own';
  readonly value: number;
  /** Whose figure was divided. */
  readonly of: string;
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
    const { own } = contender;
    return { kind: 'own', value: median, of: contender.name, target: own, verdict: verdictOf(median, own) };
  }
  const of = contender.against ?? result.case.contenders[0]?.name ?? '';
  const heddle = result.outcomes.get(of);
  if (contender.role === 'heddle' || heddle?.state !== 'measured') {
    return undefined;
  }
  const value = summarize(heddle.figures.map((figure) => figure.value)).median / median;
  return { kind: 'ratio', value, of, target: contender.target, verdict: verdictOf(value, contender.target) };
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
