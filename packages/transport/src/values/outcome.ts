import { TransferError } from '@heddle/futures';
import type { Outcome } from '@heddle/futures/executor';
import { describe } from '@heddle/queue/waiting';
import { decodeThrown } from '../errors/decode.ts';
import { encodeThrown, withTextOnly } from '../errors/encode.ts';
import type { WireThrown } from '../errors/wire-error.ts';
import { messageOf, type WhyNot, whyNotCloneable } from './arguments.ts';

/** How a call ended, as it crosses. */
export type WireOutcome =
  | { readonly type: 'value'; readonly value: unknown }
  /** Of several calls in a row that all returned. */
  | { readonly type: 'values'; readonly values: readonly unknown[] }
  /** Of several calls in a row. */
  | { readonly type: 'chunk'; readonly outcomes: readonly WireOutcome[] }
  | { readonly type: 'thrown'; readonly thrown: WireThrown };

export function encodeOutcome(outcome: Outcome<unknown>): WireOutcome {
  return outcome.ok ? { type: 'value', value: outcome.value } : { type: 'thrown', thrown: encodeThrown(outcome.error) };
}

/** What can cross of an outcome that the channel refused. */
export function whatCanCross(
  outcome: WireOutcome,
  name: string,
  refusal: unknown,
  whyNot: WhyNot = whyNotCloneable,
): WireOutcome {
  if (outcome.type === 'value') {
    return refuse(outcome.value, name, refusal);
  }
  if (outcome.type === 'thrown') {
    return { type: 'thrown', thrown: withTextOnly(outcome.thrown) };
  }
  const given =
    outcome.type === 'chunk'
      ? outcome.outcomes
      : outcome.values.map((value): WireOutcome => ({ type: 'value', value }));
  const outcomes = given.map((each) => {
    const problem = whyNot(each);
    return problem === undefined ? each : whatCanCross(each, name, problem.error);
  });
  return { type: 'chunk', outcomes };
}

/** The failure of a task whose result cannot cross. */
export function refuse(value: unknown, name: string, refusal: unknown): WireOutcome {
  const message = `Expected the result of ${name} to be something that can cross from a worker, got ${describe(value)}: ${messageOf(refusal)}`;
  return { type: 'thrown', thrown: withTextOnly(encodeThrown(new TransferError(message, { cause: refusal }))) };
}

export function decodeOutcome(outcome: WireOutcome, where: string): Outcome<unknown> {
  if (outcome.type === 'thrown') {
    return { ok: false, error: decodeThrown(outcome.thrown, where) };
  }
  if (outcome.type === 'values') {
    return { ok: true, value: outcome.values.map((value) => ({ ok: true, value })) };
  }
  return {
    ok: true,
    value: outcome.type === 'value' ? outcome.value : outcome.outcomes.map((each) => decodeOutcome(each, where)),
  };
}
