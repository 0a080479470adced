interface Host {
  process?: { emitWarning?: (warning: Error) => void };
  console?: { warn(...data: unknown[]): void };
}

/** Reports an error that has no caller to go to: to `process.emitWarning`, or to the console where there is no process. */
export function warn(error: unknown, where: string): void {
  const warning = new Error(`${where}: ${text(error)}`, { cause: error });
  warning.name = 'HeddleWarning';
  const host = globalThis as Host;
  if (typeof host.process?.emitWarning === 'function') {
    host.process.emitWarning(warning);
  } else {
    host.console?.warn(warning);
  }
}

/** The error's text, stack included; an error whose getters throw is still reported. */
function text(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? String(error)) : String(error);
  } catch {
    return 'an error that cannot be shown';
  }
}
