import { expect, test } from 'vitest';
import { torture } from '../../torture/torture.ts';

for (const options of [{ capacity: 4_096 }, { maxSize: 3 }]) {
  test(
    `4 producers and 4 consumers lose, double and overtake nothing: ${JSON.stringify(options)}`,
    { timeout: 60_000 },
    async () => {
      const { problems, put, taken, inDeadHands } = await torture({ records: 60_000, ...options });
      expect(problems).toEqual([]);
      expect([put, taken, inDeadHands]).toEqual([60_000, 60_000, 0]);
    },
  );
}

test('nor do they while others are killed at random moments', { timeout: 60_000 }, async () => {
  const { problems, put, taken, inDeadHands } = await torture({ records: 60_000, capacity: 2_048, kills: 8 });
  expect(problems).toEqual([]);
  expect(put).toBeGreaterThanOrEqual(60_000);
  expect(taken + inDeadHands).toBeGreaterThanOrEqual(put);
});
