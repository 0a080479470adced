import { Command, InvalidArgumentError } from 'commander';

export interface AppOptions {
  /** A server that runs already; without it the app starts its own. */
  readonly server?: string;
  readonly latency: number;
  readonly jitter: number;
}

/** What the command line says; `--help` and mistakes end the process here. */
export function readAppOptions(argv: readonly string[], name: string, description: string): AppOptions {
  return new Command(name)
    .description(description)
    .option('--server <url>', 'a price server that runs already; by default the app starts its own', toUrl)
    .option(
      '--latency <ms>',
      'how long a price takes, in milliseconds (with --server: what that server was told)',
      toMs,
      700,
    )
    .option('--jitter <ms>', 'how much longer it takes at most, at random, in milliseconds', toMs, 0)
    .allowExcessArguments(false)
    .parse(argv)
    .opts<AppOptions>();
}

function toUrl(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    throw new InvalidArgumentError('Expected an address such as http://127.0.0.1:5000.');
  }
  return text;
}

function toMs(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError('Expected a number of milliseconds from 0 up.');
  }
  return Number(text);
}
