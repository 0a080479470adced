import type { Case, Contender } from '../case.ts';
import { formatTarget } from './format.ts';

/** What `--list` prints. */
export function describeCases(cases: readonly Case[]): string {
  return cases
    .map(({ name, what, contenders, unit }) =>
      [`${name} (${unit}): ${what}`, ...contenders.map((contender) => `  ${describeContender(contender)}`)].join('\n'),
    )
    .join('\n');
}

function describeContender({ name, role, target, own, over, against }: Contender): string {
  const parts = [
    role === 'reference' ? `(${name})` : name,
    target === undefined ? undefined : `${against ?? 'Heddle'} divided by it ${formatTarget(target)}`,
    own === undefined ? undefined : `itself ${formatTarget(own)}${over === undefined ? '' : ` times (${over})`}`,
  ];
  return parts.filter((part) => part !== undefined).join(': ');
}
