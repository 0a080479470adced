import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { checkInteger, checkMilliseconds } from './options.ts';

export interface CliOptions {
  readonly host: string;
  readonly port: number;
  readonly latency: number;
  readonly jitter: number;
  readonly data?: string;
}

/** What the command line says; `--help`, `--version` and mistakes end the process here. */
export function readCliOptions(argv: readonly string[]): CliOptions {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return new Command('heddle-price-server')
    .description('A mock server of cryptocurrency prices that takes its time to answer.')
    .version(manifest.version)
    .option('--port <number>', 'port to listen on; 0 takes any free one', toPort, 5_000)
    .option('--host <address>', 'address to listen on; 0.0.0.0 lets other machines in', '127.0.0.1')
    .option('--latency <ms>', 'how long a price takes at least, in milliseconds', toMilliseconds, 700)
    .option('--jitter <ms>', 'how much longer it takes at most, at random, in milliseconds', toMilliseconds, 300)
    .option('--data <file>', 'prices of your own: a SQLite database or a CSV (see the README)')
    .allowExcessArguments(false)
    .parse(argv)
    .opts<CliOptions>();
}

function toPort(text: string): number {
  return toNumber(text, (value) => checkInteger('it', value, 0, 65_535));
}

function toMilliseconds(text: string): number {
  return toNumber(text, (value) => checkMilliseconds('it', value));
}

function toNumber(text: string, check: (value: number) => void): number {
  // Number('') is 0, and Number('0x10') is 16: neither is what a person means here.
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  try {
    check(value);
  } catch (error) {
    throw new InvalidArgumentError(`${messageOf(error)}.`);
  }
  return value;
}

/** 'Expected an integer …': which option it is and what was got, commander says itself. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace('it to be ', '').replace(/, got .*$/, '') : String(error);
}
