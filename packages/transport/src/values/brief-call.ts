/**
 * A call in brief: its number, that of its task, and its arguments, as JSON.
 *
 * Nothing crosses faster than a text: the smallest object costs a channel several times as much as to write and to read this.
 */
export type BriefCall = string;

/** Of a longer text the quotes cost more than an object. */
const longestText = 256;

/** `undefined` where the arguments are more than a few plain values. */
export function writeBrief(call: number, fn: number, args: readonly unknown[]): BriefCall | undefined {
  return args.every(isBrief) ? JSON.stringify([call, fn, ...args]) : undefined;
}

export function readBrief(text: BriefCall): { call: number; fn: number; args: readonly unknown[] } {
  const parts = JSON.parse(text) as [call: number, fn: number, ...args: unknown[]];
  return { call: parts[0], fn: parts[1], args: parts.slice(2) };
}

/** What comes through JSON as it is, and is soon written. */
function isBrief(value: unknown): boolean {
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0);
  }
  return typeof value === 'string' ? value.length <= longestText : typeof value === 'boolean' || value === null;
}
