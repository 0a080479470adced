/** What every error of a queue has in common; tell them apart by `code`. */
export abstract class QueueError extends Error {
  abstract readonly code: string;
}

/** A `get` found no item, at once or within its timeout. */
export class Empty extends QueueError {
  declare readonly name: 'Empty';
  readonly code = 'ERR_QUEUE_EMPTY' as const;

  constructor(message: string = 'Expected the queue to hold an item, got an empty queue') {
    super(message);
  }

  static {
    setName(this.prototype, 'Empty');
  }
}

/** A `put` found no room, at once or within its timeout. */
export class Full extends QueueError {
  declare readonly name: 'Full';
  readonly code = 'ERR_QUEUE_FULL' as const;

  constructor(message: string = 'Expected the queue to have room, got a full queue') {
    super(message);
  }

  static {
    setName(this.prototype, 'Full');
  }
}

/** The queue takes no more items, or it is shut down and drained. */
export class ShutDown extends QueueError {
  declare readonly name: 'ShutDown';
  readonly code = 'ERR_QUEUE_SHUT_DOWN' as const;

  constructor(message: string = 'Expected the queue to be open, got a queue that is shut down') {
    super(message);
  }

  static {
    setName(this.prototype, 'ShutDown');
  }
}

/** `taskDone()` was called more often than there were items. */
export class TaskDoneError extends QueueError {
  declare readonly name: 'TaskDoneError';
  readonly code = 'ERR_TASK_DONE' as const;

  constructor(
    message: string = 'Expected taskDone() to be called once for each item, got a call with none unfinished',
  ) {
    super(message);
  }

  static {
    setName(this.prototype, 'TaskDoneError');
  }
}

/** A wait took longer than its `timeout`. */
export class TimeoutError extends Error {
  declare readonly name: 'TimeoutError';
  readonly code = 'ERR_TIMEOUT' as const;

  constructor(message: string = 'Expected the wait to end within its timeout, got no end') {
    super(message);
  }

  static {
    setName(this.prototype, 'TimeoutError');
  }
}

/** On the prototype, so that a stack begins with it. */
function setName(prototype: Error, name: string): void {
  Object.defineProperty(prototype, 'name', { value: name, configurable: true, writable: true });
}
