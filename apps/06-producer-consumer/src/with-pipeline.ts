import { type Notebook, startClock } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { monitor, pipeline } from 'heddle';
import { allQueries, type Query, type Result } from './queries.ts';
import { indexResults, printSamples } from './results.ts';

const workers = 32;

async function ask(query: Query): Promise<Result> {
  return { ...query, price: await checkPrice(query.exchange, query.symbol, query.day) };
}

/** Monitor, producer and consumers as one object. */
export async function withPipeline(book: Notebook): Promise<void> {
  const queries = await allQueries();
  book.code(`const run = pipeline(queries).consume(ask, { workers: ${workers} }).run()`);

  const clock = startClock();
  const run = pipeline(queries).consume(ask, { workers }).run();
  await using _progress = monitor(run);
  const results = await run.results();
  const time = clock();

  book.time('pipeline', time, Math.ceil(queries.length / workers) * book.latency);
  const { done, failed, waiting, running } = run.stats();
  book.print(`done ${done}, failed ${failed}, waiting ${waiting}, running ${running}`);
  book.check('pipeline: results, failed, waiting', [1_023, 0, 0], [results.length, failed, waiting]);
  printSamples(book, 'pipeline', indexResults(results));
}
