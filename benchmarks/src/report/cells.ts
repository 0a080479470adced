import type { Row } from '../judge.ts';
import { formatAlso, formatComparison, formatNumber } from './format.ts';

/** Of one case: what stands above each column, and on which side. */
export const columns = [
  { title: '', align: 'left' },
  { title: 'median', align: 'right' },
  { title: 'lowest to highest', align: 'right' },
  { title: 'Heddle divided by it', align: 'right' },
  { title: 'target', align: 'left' },
  { title: 'also', align: 'left' },
] as const;

export function cellsOf({ case: { unit }, contender, standing }: Row): string[] {
  const name = contender.role === 'reference' ? `(${contender.name})` : contender.name;
  if (standing.state === 'skipped') {
    return [name, 'skipped', '', '', '', standing.reason];
  }
  if (standing.state === 'failed') {
    return [name, 'FAILED', '', '', '', standing.error.split('\n', 1)[0] ?? ''];
  }
  const { summary, comparison, also } = standing;
  const { ratio, target } = formatComparison(comparison);
  return [
    name,
    `${formatNumber(summary.median)} ${unit}`,
    `${formatNumber(summary.min)} to ${formatNumber(summary.max)}`,
    ratio,
    target,
    formatAlso(also),
  ];
}
