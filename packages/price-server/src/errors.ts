/** What every error of this package is. Tell them apart by `code`. */
export abstract class PriceError extends Error {
  abstract readonly code: string;
}

/** The server knows no such exchange or symbol. */
export class PriceNotFoundError extends PriceError {
  override readonly name = 'PriceNotFoundError';
  readonly code = 'ERR_PRICE_NOT_FOUND';
  /** What was not found. */
  readonly what: 'exchange' | 'symbol';
  readonly got: string;
  /** What the server knows instead. */
  readonly known: readonly string[];

  constructor(what: 'exchange' | 'symbol', got: string, known: readonly string[]) {
    super(`Expected ${what} to be one of ${known.join(', ')}, got '${got}'`);
    this.what = what;
    this.got = got;
    this.known = known;
  }
}

/** The date is none, or not in the form YYYY-MM-DD. */
export class BadDateError extends PriceError {
  override readonly name = 'BadDateError';
  readonly code = 'ERR_PRICE_BAD_DATE';
  readonly got: string;

  constructor(got: string) {
    super(`Expected date to be a day of the calendar in the form YYYY-MM-DD, got '${got}'`);
    this.got = got;
  }
}

/** The answer did not come in time. */
export class PriceTimeoutError extends PriceError {
  override readonly name = 'PriceTimeoutError';
  readonly code = 'ERR_PRICE_TIMEOUT';
  readonly url: string;
  /** In milliseconds. */
  readonly timeout: number;

  constructor(url: string, timeout: number) {
    super(`Expected an answer from ${url} within ${timeout} ms, got none`);
    this.url = url;
    this.timeout = timeout;
  }
}

/** There is no connection to the server, or it broke off; `cause` says why. */
export class PriceUnreachableError extends PriceError {
  override readonly name = 'PriceUnreachableError';
  readonly code = 'ERR_PRICE_UNREACHABLE';
  readonly url: string;

  constructor(url: string, cause: unknown) {
    const reason =
      cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : cause;
    super(`Expected a price server at ${url}, got no answer: ${String(reason)}`, { cause });
    this.url = url;
  }
}

/** What answered is no price server: another status, or a body that is none of ours. */
export class PriceResponseError extends PriceError {
  override readonly name = 'PriceResponseError';
  readonly code = 'ERR_PRICE_RESPONSE';
  readonly url: string;
  readonly statusCode: number;
  readonly body: string;

  constructor(url: string, expected: string, statusCode: number, body: string) {
    const shown = body.length > 200 ? `${body.slice(0, 200)}…` : body;
    super(`Expected ${expected} from ${url}, got status ${statusCode} with ${shown || 'an empty body'}`);
    this.url = url;
    this.statusCode = statusCode;
    this.body = body;
  }
}

/** The client was closed before the call. */
export class PriceClientClosedError extends PriceError {
  override readonly name = 'PriceClientClosedError';
  readonly code = 'ERR_PRICE_CLIENT_CLOSED';

  constructor() {
    super('Expected an open price client, got one that was closed');
  }
}

/** Another program listens on the port. */
export class PortInUseError extends PriceError {
  override readonly name = 'PortInUseError';
  readonly code = 'ERR_PRICE_PORT_IN_USE';
  readonly port: number;
  readonly host: string;

  constructor(port: number, host: string, cause: unknown) {
    super(
      `Port ${port} on ${host} is in use: stop what listens there, or choose another with --port (0 takes any free one)`,
      {
        cause,
      },
    );
    this.port = port;
    this.host = host;
  }
}

/** The server cannot listen there, for another reason than a port in use; `cause` says which. */
export class ListenError extends PriceError {
  override readonly name = 'ListenError';
  readonly code = 'ERR_PRICE_LISTEN';
  readonly port: number;
  readonly host: string;

  constructor(port: number, host: string, cause: unknown) {
    super(`Cannot listen on port ${port} of ${host}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.port = port;
    this.host = host;
  }
}

/** The data is not what it should be. */
export class PriceDataError extends PriceError {
  override readonly name = 'PriceDataError';
  readonly code = 'ERR_PRICE_DATA';
  /** The file, or `data` where the rows came without one. */
  readonly file: string;
  readonly expected: string;
  readonly got: string;

  constructor(file: string, expected: string, got: string, options?: ErrorOptions) {
    super(`${file}: expected ${expected}, got ${got}`, options);
    this.file = file;
    this.expected = expected;
    this.got = got;
  }
}
