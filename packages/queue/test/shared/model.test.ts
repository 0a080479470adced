import { expect, test } from 'vitest';
import { broken, short } from '../../model/runs.ts';

for (const { title, explore } of short) {
  test(`every state is right: ${title}`, { timeout: 60_000 }, () => {
    const { states, problem } = explore();
    expect(problem).toBeUndefined();
    expect(states).toBeGreaterThan(10_000);
  });
}

for (const { title, explore } of broken) {
  test(`the explorer finds: ${title}`, { timeout: 60_000 }, () => {
    const { problem } = explore();
    expect(problem?.trace.length).toBeGreaterThan(3);
  });
}
