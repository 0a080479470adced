// Explores the models of the shared queue: `node packages/queue/model/run.ts`, with `--long` in larger sizes.
import { broken, brokenLong, long, type Run, short } from './runs.ts';

function explored({ title, explore }: Run): { states: number; what: string | undefined } {
  const start = performance.now();
  const { states, problem } = explore();
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(`${title}: ${states.toLocaleString('en')} states, ${seconds} s: ${problem?.what ?? 'nothing wrong'}`);
  if (problem !== undefined) {
    console.log(`  by ${problem.trace.length} steps: ${problem.trace.join(', ')}`);
  }
  return { states, what: problem?.what };
}

const isLong = process.argv.includes('--long');
const wrong = (isLong ? long : short).filter((run) => explored(run).what !== undefined);
console.log('\nWhat must be found:');
const unfound = (isLong ? brokenLong : broken).filter((run) => explored(run).what === undefined);
if (wrong.length > 0 || unfound.length > 0) {
  console.error(`\n${wrong.length} models are wrong, and ${unfound.length} faults were not found`);
  process.exitCode = 1;
}
