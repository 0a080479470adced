import { verify } from '../../verify.ts';

export interface Query {
  readonly exchange: string;
  readonly symbol: string;
  readonly day: string;
}

export interface Answer extends Query {
  readonly close: number | undefined;
}

export const baseUrl = process.env['BASE_URL'] ?? '';
export const consumers = 32;

const days = Array.from({ length: 31 }, (_, index) => `2020-03-${String(index + 1).padStart(2, '0')}`);

/** 1,023 of them. */
export function makeQueries(exchanges: readonly string[], symbols: readonly string[]): Query[] {
  return exchanges.flatMap((exchange) => days.flatMap((day) => symbols.map((symbol) => ({ exchange, symbol, day }))));
}

/** All answered, each once, and one price as the lesson prints it. */
export function verifyAnswers(answers: readonly Answer[]): void {
  const keys = new Set(answers.map(({ exchange, symbol, day }) => `${exchange} ${symbol} ${day}`));
  verify('the number of answers', answers.length, 1_023);
  verify('the number of different answers', keys.size, 1_023);
  const one = answers.find(
    ({ exchange, symbol, day }) => exchange === 'bitfinex' && symbol === 'btc' && day === '2020-03-10',
  );
  verify('the close of bitfinex btc 2020-03-10', one?.close, 7941);
}
