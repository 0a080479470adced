import { Argument, Command, InvalidArgumentError } from 'commander';
import { type Kind, kinds, type SoakOptions } from './soak.ts';

export interface CliOptions extends SoakOptions {
  readonly kinds: readonly Kind[];
}

/** What the command line says; `--help` and mistakes end the process here. */
export function readCliOptions(argv: readonly string[]): CliOptions {
  const command = new Command('pnpm soak')
    .description(
      'Runs a great many tasks, of which some crash, and looks whether each future settled as it should, each task ran once, ' +
        'each worker that crashed was replaced, the heap stayed flat and nothing was left behind. Exits with 1 if not.',
    )
    .addArgument(new Argument('[executor]', 'what runs the tasks').choices([...kinds, 'all']).default('all'))
    .option('--tasks <number>', 'how many', toCount, 1_000_000)
    .option('--crash-every <number>', 'of so many tasks, one crashes (on the event loop: throws)', toCount, 1_000)
    .option('--workers <number>', 'workers of the executor', toCount, 2)
    .allowExcessArguments(false)
    .parse(argv);
  const [executor = 'all'] = command.processedArgs as (Kind | 'all')[];
  return { ...command.opts<SoakOptions>(), kinds: executor === 'all' ? kinds : [executor] };
}

function toCount(text: string): number {
  const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : 0;
  if (value < 1) {
    throw new InvalidArgumentError('Expected an integer from 1 up.');
  }
  return value;
}
