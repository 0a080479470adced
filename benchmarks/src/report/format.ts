import type { Target } from '../case.ts';
import type { Comparison } from '../judge.ts';

/** As many digits as say something: 1,234,567, 12.3, 0.045. */
export function formatNumber(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 4) });
}

export function formatTarget(target: Target): string {
  return 'atLeast' in target ? `at least ${formatNumber(target.atLeast)}` : `at most ${formatNumber(target.atMost)}`;
}

export function formatComparison(comparison: Comparison | undefined): { ratio: string; target: string } {
  if (comparison === undefined) {
    return { ratio: '', target: '' };
  }
  const { value, target, verdict, kind, over } = comparison;
  const measure = over === undefined ? '' : ` times (${over}), is ${formatNumber(value)}`;
  return {
    ratio: kind === 'own' ? '' : formatNumber(value),
    target: target === undefined ? '' : `${formatTarget(target)}${measure}: ${verdict}`,
  };
}

export function formatAlso(also: Readonly<Record<string, number | string>>): string {
  return Object.entries(also)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? formatNumber(value) : value}`)
    .join(', ');
}
