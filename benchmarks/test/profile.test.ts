import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { describeProfile, describeProfiles } from '../src/profile.ts';
import { runRounds } from '../src/rounds.ts';
import { cases } from './fixture.ts';

test('a profile is told by functions, those first in which most time went', () => {
  const frame = (functionName: string, url: string, lineNumber: number) => ({ functionName, url, lineNumber });
  const nodes = [
    { id: 1, callFrame: frame('(garbage collector)', '', -1) },
    { id: 2, callFrame: frame('put', 'file:///a/queue.js', 9) },
    { id: 3, callFrame: frame('', 'file:///a/queue.js', 19) },
    { id: 4, callFrame: frame('put', 'file:///a/queue.js', 9) }, // called from somewhere else
  ];
  expect(describeProfile({ nodes, samples: [2, 1, 4, 3], timeDeltas: [100, 250, 500, 150] })).toEqual([
    '  60.0 %  put, queue.js:10',
    '  25.0 %  (garbage collector)',
    '  15.0 %  (a function without a name), queue.js:20',
  ]);
});

test('a run keeps a profile of each contender, in a folder of its own', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'heddle-profile-'));
  try {
    const [one] = cases;
    await runRounds(
      { ...one!, contenders: one!.contenders.slice(0, 2) },
      {
        rounds: 1,
        quick: true,
        profile,
        programs: {
          runContender: join(import.meta.dirname, '../src/run-contender.ts'),
          casesOf: () => pathToFileURL(join(import.meta.dirname, 'fixture.ts')).href,
        },
      },
    );
    expect(describeProfiles(profile, one!.name, 'half as good')).toMatch(
      /^fixture\/ends, half as good: .*\.cpuprofile\n +\d+\.\d %  /,
    );
    expect(describeProfiles(profile, one!.name, 'not run')).toBe('');
  } finally {
    rmSync(profile, { recursive: true });
  }
}, 60_000);
