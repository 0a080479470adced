import { Agent, request } from 'undici';
import { type Answer, baseUrl, consumers, makeQueries } from './queries.ts';

/** undici, and 32 async functions that share an iterator. */
export async function byHand(): Promise<readonly Answer[]> {
  const dispatcher = new Agent({ connections: consumers });
  const get = async <T>(path: string): Promise<T> => {
    const { body } = await request(`${baseUrl}${path}`, { dispatcher });
    return (await body.json()) as T;
  };
  const [exchanges, symbols] = await Promise.all([get<string[]>('/exchanges'), get<string[]>('/symbols')]);
  const todo = makeQueries(exchanges, symbols).values();
  const answers: Answer[] = [];
  const lane = async (): Promise<void> => {
    for (const query of todo) {
      const price = await get<{ close: number } | null>(`/price/${query.exchange}/${query.symbol}/${query.day}`);
      answers.push({ ...query, close: price?.close });
    }
  };
  await Promise.all(Array.from({ length: consumers }, lane));
  await dispatcher.close();
  return answers;
}
