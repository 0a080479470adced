// A contender's process: `node run-contender.ts <module of the cases> <case> <contender> <count>`. Its last line says how it went.
import { findCase, findContender } from './find.ts';
import type { Case } from './case.ts';
import type { Report } from './report-line.ts';

const [, , casesUrl = '', caseName = '', contenderName = '', count = ''] = process.argv;

let report: Report;
try {
  const { cases } = (await import(casesUrl)) as { cases: readonly Case[] };
  const contender = findContender(findCase(cases, caseName), contenderName);
  if (!('run' in contender)) {
    throw new TypeError(`Expected ${contenderName} to run on Node.js`);
  }
  report = await contender.run(Number(count));
} catch (error) {
  report = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
process.stdout.write(`\n${JSON.stringify(report)}\n`, () => {
  process.exit('error' in report ? 1 : 0); // whatever pools are left
});
