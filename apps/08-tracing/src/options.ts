import { Command, InvalidArgumentError, Option } from 'commander';
import { type ExecutorKind, executorKinds } from './request.ts';

export interface TracingOptions {
  readonly executor: ExecutorKind;
  readonly latency: number;
  /** Where the spans go too: the traces address of an OTLP collector. */
  readonly otlp?: string;
}

/** What the command line says; `--help` and mistakes end the process here. */
export function readOptions(argv: readonly string[]): TracingOptions {
  return new Command('08-tracing')
    .description('Traces a request: its tasks as OpenTelemetry spans, on every executor.')
    .addOption(new Option('--executor <kind>', 'where the tasks run').choices(executorKinds).default(executorKinds[1]))
    .option('--latency <ms>', 'how long a price takes, in milliseconds', toMs, 50)
    .option('--otlp <url>', 'sends the spans to a collector too, such as http://127.0.0.1:4318/v1/traces', toUrl)
    .allowExcessArguments(false)
    .parse(argv)
    .opts<TracingOptions>();
}

function toMs(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError('Expected a number of milliseconds from 0 up.');
  }
  return Number(text);
}

function toUrl(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    throw new InvalidArgumentError('Expected an address such as http://127.0.0.1:4318/v1/traces.');
  }
  return text;
}
