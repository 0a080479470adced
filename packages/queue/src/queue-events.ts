/**
 * What happened to a queue: a message of the `node:diagnostics_channel` named `heddle:queue`.
 *
 * `put`: an item is in, or was handed to a `get` that waited. `get`: an item has left. `giveBack`: one that was taken is back, or with another `get`.
 * `shutDown`: nothing comes in any more, and what `immediate` dropped has left without a `get`.
 */
export interface QueueEvent {
  readonly event: 'put' | 'get' | 'giveBack' | 'shutDown';
  /** The class of the queue. */
  readonly queue: string;
  /** The queue itself: a number, unique in this thread. */
  readonly id: number;
  /** Items that are in it now. */
  readonly size: number;
  /** Milliseconds since the epoch, with fractions; never goes back. */
  readonly time: number;
}

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: QueueEvent): void;
}

interface Host {
  process?: { getBuiltinModule?: (id: 'node:diagnostics_channel') => { channel(name: string): Channel } };
}

// Not an import: there is none in a browser.
const channel = (globalThis as Host).process?.getBuiltinModule?.('node:diagnostics_channel').channel('heddle:queue');

const ids = new WeakMap<object, number>();
let lastId = 0;

/** Tells those who listen. Call it once the new state stands; where nobody listens it does nothing. */
export function publish(event: QueueEvent['event'], queue: { qsize(): number }): void {
  if (channel?.hasSubscribers === true) {
    tell(channel, event, queue);
  }
}

function tell(listeners: Channel, event: QueueEvent['event'], queue: { qsize(): number }): void {
  const time = performance.timeOrigin + performance.now();
  listeners.publish({ event, queue: queue.constructor.name, id: idOf(queue), size: queue.qsize(), time });
}

/** Only of queues that somebody listened to. */
function idOf(queue: object): number {
  let id = ids.get(queue);
  if (id === undefined) {
    lastId += 1;
    id = lastId;
    ids.set(queue, id);
  }
  return id;
}
