import type { Case, Contender } from './case.ts';

export function findCase(cases: readonly Case[], name: string): Case {
  return found(cases, name, 'case');
}

export function findContender({ contenders }: Case, name: string): Contender {
  return found(contenders, name, 'contender');
}

/** Those whose name, or group, is among the wanted; all if nothing is wanted. @throws {RangeError} one wanted is none */
export function selectCases(cases: readonly Case[], wanted: readonly string[]): readonly Case[] {
  for (const each of wanted) {
    if (!cases.some(({ name }) => matches(name, each))) {
      throw new RangeError(`Expected a group or a case (--list shows them), got ${each}`);
    }
  }
  return wanted.length === 0 ? cases : cases.filter(({ name }) => wanted.some((each) => matches(name, each)));
}

export function groupOf({ name }: Case): string {
  return name.split('/', 1)[0] ?? name;
}

function matches(name: string, wanted: string): boolean {
  return name === wanted || name.startsWith(`${wanted}/`);
}

function found<T extends { readonly name: string }>(list: readonly T[], name: string, what: string): T {
  const one = list.find((each) => each.name === name);
  if (one === undefined) {
    throw new RangeError(`Expected a ${what} of ${list.map((each) => each.name).join(', ')}, got ${name}`);
  }
  return one;
}
