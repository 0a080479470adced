import type { Outcome } from '@heddle/futures/executor';
import type { WireOutcome } from '../values/outcome.ts';
import { onDemand } from './load-on-demand.ts';

/** Of a call that threw `error`. */
export function encodeFailure(error: unknown): WireOutcome {
  return onDemand().encodeOutcome({ ok: false, error });
}

/** Of several calls in a row. */
export function encodeChunk(outcomes: readonly Outcome<unknown>[]): WireOutcome {
  const values: unknown[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) {
      return { type: 'chunk', outcomes: outcomes.map(onDemand().encodeOutcome) };
    }
    values.push(outcome.value);
  }
  return { type: 'values', values };
}
