import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import type { PriceSource } from '../data/price-source.ts';
import { answer, type Answer, priceAnswer, routeAnswer } from './answer.ts';
import type { Latency } from './latency.ts';
import { PAGE, PAGE_POLICY } from './page.ts';

interface PriceRoute {
  Params: { exchange: string; symbol: string; date: string };
}

/** The routes. Only a price that could be answered is delayed: lists, the page and refusals come at once. */
export function createApp(source: PriceSource, latency: Latency, closing: AbortSignal): FastifyInstance {
  const app = fastify({
    frameworkErrors: (error, _request, reply) => refuse(reply, error),
    routerOptions: { maxParamLength: 1_000 },
  });

  // No route reads a body; with the parsers gone, one of an unknown type is no reason for another refusal.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  const exchanges = answer(200, source.exchanges);
  const symbols = answer(200, source.symbols);
  app.get('/', (_request, reply) => {
    reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(PAGE);
  });
  app.get('/exchanges', (_request, reply) => send(reply, exchanges));
  app.get('/symbols', (_request, reply) => send(reply, symbols));
  app.get<PriceRoute>('/price/:exchange/:symbol/:date', ({ params: { exchange, symbol, date } }, reply) => {
    const price = priceAnswer(source, exchange, symbol, date);
    if (price.status !== 200) {
      send(reply, price);
      return;
    }
    latency.delay(reply.raw, () => {
      // A connection kept alive would hold up the close that began meanwhile.
      if (closing.aborted) reply.header('connection', 'close');
      send(reply, price);
    });
  });
  app.setNotFoundHandler((request, reply) => {
    const refusal = routeAnswer(request.method, request.url.split('?', 1)[0] ?? '');
    if (refusal.status === 405) reply.header('allow', 'GET, HEAD');
    send(reply, refusal);
  });
  app.setErrorHandler<Error>((error, _request, reply) => refuse(reply, error));
  return app;
}

function send(reply: FastifyReply, { status, body }: Answer): void {
  reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body);
}

/** What Fastify itself refuses (an address that cannot be decoded), and what should not happen: in our form, without a stack. */
function refuse(reply: FastifyReply, error: Error & { statusCode?: number }): void {
  const { statusCode = 500 } = error;
  const message = statusCode < 500 ? error.message : 'The server failed to answer';
  send(reply, answer(statusCode, { code: statusCode < 500 ? 'ERR_PRICE_REQUEST' : 'ERR_PRICE_SERVER', message }));
}
