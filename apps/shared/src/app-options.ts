import { Command, InvalidArgumentError, Option } from 'commander';

/** Where an app runs its tasks. */
export type ExecutorName = 'event-loop' | 'threads' | 'processes';

export interface AppOptions {
  /** A server that runs already; without it the app starts its own. */
  readonly server?: string;
  readonly latency: number;
  readonly jitter: number;
  readonly executor: ExecutorName;
}

/** What the command line says; `--help` and mistakes end the process here. */
export function readAppOptions(
  argv: readonly string[],
  name: string,
  description: string,
  { hasExecutors = false }: { hasExecutors?: boolean | undefined } = {},
): AppOptions {
  const executor = new Option('--executor <where>', 'where its tasks run')
    .choices(['event-loop', 'threads', 'processes'])
    .default('event-loop')
    .hideHelp(!hasExecutors);
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
    .addOption(executor)
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
