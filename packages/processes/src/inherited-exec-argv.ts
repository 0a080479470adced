/** Options that say what this program is, not how it runs; those of `withValue` are followed by a value. */
const ofTheProgram: ReadonlySet<string> = new Set([
  '--input-type',
  '--eval',
  '-e',
  '--print',
  '-p',
  '-pe',
  '--check',
  '-c',
  '--interactive',
  '-i',
  '--test',
  '--run',
]);
const withValue: ReadonlySet<string> = new Set(['--input-type', '--eval', '-e', '--print', '-p', '-pe', '--run']);

/** What of this program's own options its workers are started with: neither its code, nor its debugger's port. */
export function inheritedExecArgv(execArgv: readonly string[] = process.execArgv): string[] {
  const inherited: string[] = [];
  let isValue = false;
  for (const each of execArgv) {
    if (isValue) {
      isValue = false;
      continue;
    }
    const name = each.split('=', 1)[0] ?? each;
    if (ofTheProgram.has(name)) {
      isValue = withValue.has(each);
    } else if (!name.startsWith('--inspect') && !name.startsWith('--watch')) {
      inherited.push(each);
    }
  }
  return inherited;
}
