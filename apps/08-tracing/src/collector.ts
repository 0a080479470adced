import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Value = string | number | boolean | undefined;
type Values = Readonly<Record<string, Value>>;

/** A span as it arrived; times are milliseconds since the epoch. */
export interface CollectedSpan {
  readonly id: string;
  readonly parent: string | undefined;
  readonly trace: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: Values;
  readonly events: readonly { readonly name: string; readonly time: number; readonly attributes: Values }[];
  /** Its message, if its status is ERROR. */
  readonly error: string | undefined;
  /** Where it was made. */
  readonly resource: Values;
}

/** An OTLP collector as small as one can be: it takes JSON over HTTP, on this machine, and keeps all spans. */
export class Collector implements AsyncDisposable {
  readonly spans: CollectedSpan[] = [];
  readonly #server: Server;

  static async start(): Promise<Collector> {
    const collector = new Collector();
    collector.#server.listen(0, '127.0.0.1');
    await once(collector.#server, 'listening');
    return collector;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      json(request).then(
        (body) => {
          this.spans.push(...read(body as OtlpTraces));
          response.setHeader('content-type', 'application/json').end('{}');
        },
        () => {
          response.writeHead(400).end();
        },
      );
    });
  }

  /** What an exporter is to be given. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/traces`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly boolValue?: boolean;
    readonly intValue?: number | string;
    readonly doubleValue?: number;
  };
}

/** The parts that are read. @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
interface OtlpTraces {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly OtlpAttribute[] };
    readonly scopeSpans?: readonly { readonly spans?: readonly OtlpSpan[] }[];
  }[];
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly OtlpAttribute[];
  readonly events?: readonly {
    readonly name: string;
    readonly timeUnixNano: string;
    readonly attributes?: readonly OtlpAttribute[];
  }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** The code of an OTLP status that is an error; in the API it has the same number. */
const ERROR = 2;

function read({ resourceSpans = [] }: OtlpTraces): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans
      .flatMap(({ spans = [] }) => spans)
      .map((span) => ({
        id: span.spanId,
        parent: span.parentSpanId === '' ? undefined : span.parentSpanId,
        trace: span.traceId,
        name: span.name,
        start: toMs(span.startTimeUnixNano),
        end: toMs(span.endTimeUnixNano),
        attributes: toValues(span.attributes),
        events: (span.events ?? []).map(({ name, timeUnixNano, attributes }) => ({
          name,
          time: toMs(timeUnixNano),
          attributes: toValues(attributes),
        })),
        error: span.status?.code === ERROR ? (span.status.message ?? '') : undefined,
        resource: toValues(resource?.attributes),
      })),
  );
}

function toMs(nanoseconds: string): number {
  return Number(nanoseconds) / 1e6;
}

function toValues(attributes: readonly OtlpAttribute[] = []): Values {
  return Object.fromEntries(
    attributes.map(({ key, value: { stringValue, boolValue, intValue, doubleValue } }) => [
      key,
      stringValue ?? boolValue ?? (intValue === undefined ? doubleValue : Number(intValue)),
    ]),
  );
}
