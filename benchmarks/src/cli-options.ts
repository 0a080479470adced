import { dirname } from 'node:path';
import type { Case } from './case.ts';
import { selectCases } from './find.ts';
import { Command, InvalidArgumentError } from 'commander';

export interface CliOptions {
  /** Those that were named, or all. */
  readonly selected: readonly Case[];
  readonly rounds: number;
  readonly list: boolean;
  readonly quick: boolean;
  /** Where the results are written; `false`: nowhere. */
  readonly out: string | false;
  /** Where a profile of each process and thread goes, if anywhere. */
  readonly profile: string | undefined;
}

/** What the command line says; `--help` and mistakes end the process here. */
export function readCliOptions(argv: readonly string[], cases: readonly Case[]): CliOptions {
  const command = new Command('pnpm bench')
    .description(
      'Runs Heddle and what one would take instead on the same work, in turn, each time in a process of its own; ' +
        'prints medians and ratios. Exits with 1 if a contender fails or its results are wrong.',
    )
    .argument('[cases...]', 'groups (threads) or cases (threads/burst); all without any')
    .option('--rounds <number>', 'how often each is run', toCount, 5)
    .option('--list', 'show the cases, their contenders and targets, and run nothing', false)
    .option('--quick', 'one round of a little of everything, to see that it works; writes nothing', false)
    .option('--profile <folder>', 'one round; keeps processor profiles there, and shows where the time went')
    .option('--out <folder>', 'where RESULTS.md and RESULTS.svg go', dirname(import.meta.dirname))
    .option('--no-write', 'do not write them; nor are they if only some of the cases are run')
    .parse(argv);
  const { write, out, rounds, quick, list, profile } = command.opts<{
    write: boolean;
    out: string;
    rounds: number;
    quick: boolean;
    list: boolean;
    profile: string | undefined;
  }>();
  return {
    selected: select(command, cases),
    list,
    quick,
    profile,
    rounds: quick || profile !== undefined ? 1 : rounds,
    out: write && !quick && profile === undefined && command.args.length === 0 ? out : false,
  };
}

function select(command: Command, cases: readonly Case[]): readonly Case[] {
  try {
    return selectCases(cases, command.args);
  } catch (error) {
    return command.error(`error: ${(error as Error).message}`);
  }
}

function toCount(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value < 1) {
    throw new InvalidArgumentError('Expected an integer from 1 up.');
  }
  return value;
}
