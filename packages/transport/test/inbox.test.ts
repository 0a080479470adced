import { expect, test } from 'vitest';
import { Inbox } from '../src/far/inbox.ts';
import { writeBrief } from '../src/values/brief-call.ts';

const task = { module: 'file:///tasks.js', name: 'work' };

test('a task that a burst has told may be called in brief before that burst is taken', () => {
  const inbox = new Inbox({ receive: (args) => args });
  inbox.add([{ first: 1, fn: 0, task, name: 'renamed', arity: 1, count: 2, values: ['a', 'b'] }]);
  inbox.addBrief(writeBrief(3, 0, ['c']) ?? '');
  expect(inbox.last).toBe(3);
  const taken = Array.from({ length: 3 }, () => inbox.take());
  expect(taken.map((call) => [call?.id, call?.name, call?.task, call?.args])).toEqual([
    [1, 'renamed', task, ['a']],
    [2, 'renamed', task, ['b']],
    [3, 'work', task, ['c']],
  ]);
  expect(inbox.next).toBe(0);
});
