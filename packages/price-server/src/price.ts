/** One day's trade in one symbol on one exchange: a row of the lesson's `price` table, and the body of a price's answer. */
export interface Price {
  readonly exchange: string;
  readonly symbol: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** In the form YYYY-MM-DD. */
  readonly day: string;
}

/** The columns that a data file has, in the order of the lesson's schema. */
export const COLUMNS = ['exchange', 'symbol', 'open', 'high', 'low', 'close', 'volume', 'day'] as const;

/** The columns that hold a number. */
export const FIGURES = ['open', 'high', 'low', 'close', 'volume'] as const;
