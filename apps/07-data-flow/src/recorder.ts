import { checkPrice } from '@heddle-apps/shared/check-price';
import type { Price } from '@heddle/price-server/client';
import { timeline, type TimelineEvent } from 'heddle';

/** Asks for prices, and remembers when. */
export interface Recorder {
  readonly ask: (exchange: string, symbol: string, day: string) => Promise<Price | null>;
  /** When each call ran, drawn as lines of text. */
  draw(): string[];
}

export function createRecorder(): Recorder {
  const events: TimelineEvent[] = [];
  return {
    ask: async (exchange, symbol, day) => {
      const start = performance.now();
      const price = await checkPrice(exchange, symbol, day);
      events.push({ name: `${exchange} ${symbol} ${day.slice(5)}`, start, end: performance.now() });
      return price;
    },
    draw: () =>
      timeline(
        events.toSorted((a, b) => a.start - b.start || a.name.localeCompare(b.name)),
        { width: 76 },
      ),
  };
}
