// Heddle beside what one would take instead: `pnpm bench [cases…]`.
import { cases } from './cases/index.ts';
import { readCliOptions } from './cli-options.ts';
import { judge, type Row } from './judge.ts';
import { describeProfiles } from './profile.ts';
import { startProgress } from './progress.ts';
import { buildPublished } from './published.ts';
import { describeCases } from './report/list.ts';
import { describeLoad, describeMachine } from './report/machine.ts';
import { describeCase, describeFailures } from './report/table.ts';
import { writeResults } from './report/write.ts';
import { runRounds } from './rounds.ts';

const { selected, rounds, quick, list, out, profile } = readCliOptions(process.argv, cases);
if (list) {
  console.log(describeCases(selected));
} else {
  const machine = describeMachine();
  const rows = await runAll();
  if (out !== false) {
    await writeResults(out, { rows, rounds, machine: { ...machine, 'load after': describeLoad() } });
    console.log(`\nWritten: RESULTS.md and RESULTS.svg, in ${out}`);
  } else {
    console.log(
      '\nRESULTS.md is as it was: it is written by a whole run alone, and not with --quick, --profile or --no-write.',
    );
  }
  const failures = describeFailures(rows);
  for (const failure of failures) {
    console.error(`\nFAILED: ${failure}`);
  }
  process.exitCode = failures.length > 0 ? 1 : 0;
}

async function runAll(): Promise<Row[]> {
  using progress = startProgress();
  progress.show('building');
  const programs = buildPublished();
  const rows: Row[] = [];
  for (const [index, one] of selected.entries()) {
    const result = await runRounds(one, {
      rounds,
      quick,
      programs,
      profile,
      onStart: (round, { name }) => {
        progress.show(`case ${index + 1} of ${selected.length}, ${one.name}: round ${round + 1} of ${rounds}, ${name}`);
      },
    });
    const judged = judge([result]);
    progress.print(`\n${describeCase(judged)}`);
    if (profile !== undefined) {
      progress.print(one.contenders.map(({ name }) => `\n${describeProfiles(profile, one.name, name)}`).join('\n'));
    }
    rows.push(...judged);
  }
  return rows;
}
