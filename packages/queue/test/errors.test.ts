import { expect, test } from 'vitest';
import { Empty, Full, Queue, QueueError, ShutDown, TaskDoneError, TimeoutError } from '../src/index.ts';

test.each([
  [Empty, 'Empty', 'ERR_QUEUE_EMPTY'],
  [Full, 'Full', 'ERR_QUEUE_FULL'],
  [ShutDown, 'ShutDown', 'ERR_QUEUE_SHUT_DOWN'],
  [TaskDoneError, 'TaskDoneError', 'ERR_TASK_DONE'],
])('%o is a QueueError with its name and code', (ErrorClass, name, code) => {
  const error = new ErrorClass();
  expect(error).toBeInstanceOf(QueueError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name, code });
  expect(error.message).toMatch(/^Expected .*, got /);
  expect(error.stack).toMatch(new RegExp(`^${name}: `));
});

test('TimeoutError is no QueueError', () => {
  const error = new TimeoutError();
  expect(error).not.toBeInstanceOf(QueueError);
  expect(error).toMatchObject({ name: 'TimeoutError', code: 'ERR_TIMEOUT' });
});

test('a queue fails with these classes', async () => {
  const queue = new Queue<number>({ maxSize: 1 });
  expect(() => queue.getNowait()).toThrow(Empty);
  await expect(queue.get({ timeout: 1 })).rejects.toBeInstanceOf(Empty);
  queue.putNowait(1);
  expect(() => queue.putNowait(2)).toThrow(Full);
  await expect(queue.put(2, { timeout: 1 })).rejects.toBeInstanceOf(Full);
  await expect(queue.join({ timeout: 1 })).rejects.toBeInstanceOf(TimeoutError);
  queue.taskDone();
  expect(() => queue.taskDone()).toThrow(TaskDoneError);
  queue.shutdown();
  expect(() => queue.putNowait(2)).toThrow(ShutDown);
});
