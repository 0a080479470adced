/** A state: small numbers, so that it is cheap to copy and to compare. */
export type State = readonly number[];

/** What can happen in a state. */
export interface Move {
  readonly name: string;
  readonly to: State;
  /** It may also never happen: a death, a timeout. */
  readonly isOptional?: boolean;
}

export interface Model {
  readonly start: State;
  /** Everything that can happen next. */
  moves(state: State): Move[];
  /** What is wrong with a state, if anything; `isLast`: nothing need happen any more. */
  problem(state: State, isLast: boolean): string | undefined;
}

export interface Exploration {
  readonly states: number;
  /** The first problem, and how one gets to it by the fewest moves. */
  readonly problem: { readonly what: string; readonly trace: string[] } | undefined;
}

/**
 * Visits every state that a model can reach, the nearest first.
 *
 * @throws {RangeError} there are more than `mostStates`
 */
export function explore(model: Model, mostStates: number = 20_000_000): Exploration {
  // Of each state its number, where one came from first, and by what.
  const numbers = new Map<string, number>([[keyOf(model.start), 0]]);
  const before: number[] = [0];
  const by: string[] = [''];
  const problemAt = (state: number, what: string): Exploration => {
    const trace: string[] = [];
    for (let at = state; at !== 0; at = before[at] ?? 0) {
      trace.unshift(by[at] ?? '');
    }
    return { states: numbers.size, problem: { what, trace } };
  };
  let number = 0;
  // A map is walked in the order in which it grows: breadth first.
  for (const key of numbers.keys()) {
    const state = stateOf(key);
    const moves = model.moves(state);
    const what = model.problem(
      state,
      moves.every(({ isOptional }) => isOptional === true),
    );
    if (what !== undefined) {
      return problemAt(number, what);
    }
    for (const { name, to } of moves) {
      const toKey = keyOf(to);
      if (!numbers.has(toKey)) {
        numbers.set(toKey, numbers.size);
        before.push(number);
        by.push(name);
      }
    }
    if (numbers.size > mostStates) {
      throw new RangeError(`Expected at most ${mostStates} states, got ${numbers.size}`);
    }
    number += 1;
  }
  return { states: numbers.size, problem: undefined };
}

function keyOf(state: State): string {
  return String.fromCharCode(...state);
}

function stateOf(key: string): number[] {
  return Array.from(key, (character) => character.charCodeAt(0));
}
