import { channel } from 'node:diagnostics_channel';
import type { TaskEvent, TaskSettled, TaskSubmitted } from '@heddle/futures';
import { expect, onTestFinished } from 'vitest';

/** The events of one submission, in the order they came. */
export interface Story {
  readonly submitted: TaskSubmitted;
  readonly settled: TaskSettled | undefined;
  /** `submitted`, `started 1`, `fulfilled`. */
  readonly lines: readonly string[];
}

/** The events of all tasks, from now until the test ends. */
export class HeardTasks {
  readonly events: TaskEvent[] = [];

  constructor(onEvent: (event: TaskEvent) => void = () => {}) {
    const hear = (message: unknown): void => {
      this.events.push(message as TaskEvent);
      onEvent(message as TaskEvent);
    };
    channel('heddle:task').subscribe(hear);
    onTestFinished(() => {
      channel('heddle:task').unsubscribe(hear);
    });
  }

  /** A story for each submission, in the order they were submitted. */
  get stories(): Story[] {
    const byId = Map.groupBy(this.events, ({ id }) => id);
    return Array.from(byId.values(), (events) => {
      const [submitted, ...later] = events;
      if (submitted?.event !== 'submitted' || later.some(({ event }) => event === 'submitted')) {
        throw new Error(`Expected one 'submitted', and that first, got ${events.map(lineOf).join(', ')}`);
      }
      return { submitted, settled: later.find((event) => event.event === 'settled'), lines: events.map(lineOf) };
    });
  }

  /** The lines of each story, by the name of its task. */
  get lines(): Record<string, readonly string[]> {
    return Object.fromEntries(this.stories.map(({ submitted, lines }) => [submitted.name, lines]));
  }

  /** What holds of all events, whatever happened: each submission has a number of its own, a beginning and one end. */
  expectSound(): void {
    for (const { submitted, lines } of this.stories) {
      const { name, executor, pool, parent, calls, id } = submitted;
      expect(lines.join(', ')).toMatch(/^submitted(, started \d+)*, (fulfilled|rejected|cancelled)$/);
      const tries = lines.slice(1, -1);
      expect(tries).toEqual(tries.map((_, index) => `started ${index + 1}`));
      for (const event of this.events.filter((each) => each.id === id)) {
        expect(event).toMatchObject({ name, executor, pool, parent, calls });
      }
    }
    const times = this.events.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
}

function lineOf(event: TaskEvent): string {
  switch (event.event) {
    case 'submitted':
      return 'submitted';
    case 'started':
      return `started ${event.attempt}`;
    case 'settled':
      return event.status;
    default:
      return event satisfies never;
  }
}
