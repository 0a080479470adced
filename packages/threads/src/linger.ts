import type { MessagePort } from 'node:worker_threads';
import type { Doorbell } from './doorbell.ts';

// Not an import: to make a module of what is built in takes a worker that starts a third of a millisecond.
const { receiveMessageOnPort } = process.getBuiltinModule('node:worker_threads');

/** Milliseconds from the end of the last call within which a message has come soon. */
const soon = 0.2;

/** Messages in a row that have to come soon, before one is waited for. */
const enough = 3;

/** Milliseconds of a wait. One that ends before the system's clock has ticked costs more, to set its alarm, than it saves. */
const longest = 4;

/** Milliseconds after which the event loop has its turn, however soon messages come. */
const longestTurn = 2;

/**
 * Hears what comes by a port; where one call follows the other, before the event loop does.
 *
 * To wake a thread that sleeps in its event loop costs more than a short call. So a worker whose last call has ended waits for the next message asleep on the doorbell, which
 * the pool rings as it posts. While it sleeps there it hears nothing else. Hence:
 *
 * - It waits only while its own ports alone keep the event loop alive: no timer, no immediate, no socket, no file, no other port.
 * - It waits only while no call is under way, since what that waits for nobody knows.
 * - It waits only once microtasks and ticks are over, also those that these have made in turn. What goes on longer than that, or does not keep the event loop
 *   alive, such as a timer with `unref`, may be held up: by `longest` at the most, and once, since after a wait in vain there is no other until messages come soon again.
 * - It lets the event loop have its turn after `longestTurn`.
 *
 * The order of the steps matters: the worker reads the doorbell, looks for a message, and then waits unless it was rung since; the pool posts, and then rings. So whatever is posted
 * is found by the look, or ends the wait. The event loop is called for it too, and then finds nothing.
 */
export class Linger {
  readonly #port: MessagePort;
  readonly #doorbell: Pick<Doorbell, 'rings' | 'wait'>;
  #hear: (message: unknown) => void = () => {};
  /** Of those that keep the event loop alive as long as the worker lives. */
  #ports = 0;
  #cameSoon = 0;
  /** No call is under way. */
  #isIdle = false;
  #idleSince = 0;
  #turnSince = 0;
  #isDue = false;

  constructor(port: MessagePort, doorbell: Pick<Doorbell, 'rings' | 'wait'>) {
    this.#port = port;
    this.#doorbell = doorbell;
  }

  listen(hear: (message: unknown) => void): void {
    this.#hear = (message) => {
      this.#isIdle = false;
      hear(message);
    };
    this.#port.on('message', (message) => {
      this.#turnSince = performance.now();
      if (this.#cameSoon < enough) {
        this.#cameSoon = this.#isIdle && this.#turnSince - this.#idleSince < soon ? this.#cameSoon + 1 : 0;
      }
      this.#hear(message);
    });
    this.#ports = process.getActiveResourcesInfo().filter((each) => each === 'MessagePort').length;
  }

  /** The last call has ended. */
  idle(): void {
    this.#isIdle = true;
    this.#idleSince = performance.now();
    if (this.#cameSoon === enough && !this.#isDue && this.#idleSince - this.#turnSince < longestTurn) {
      this.#isDue = true;
      queueMicrotask(this.#afterMicrotasks);
    }
  }

  readonly #afterMicrotasks = (): void => {
    process.nextTick(this.#afterTicks);
  };

  readonly #afterTicks = (): void => {
    queueMicrotask(this.#afterThose);
  };

  readonly #afterThose = (): void => {
    process.nextTick(this.#wait);
  };

  readonly #wait = (): void => {
    this.#isDue = false;
    if (!this.#isIdle || process.getActiveResourcesInfo().length > this.#ports) {
      return;
    }
    const { rings } = this.#doorbell;
    let received = receiveMessageOnPort(this.#port);
    if (received === undefined) {
      this.#doorbell.wait(rings, longest);
      received = receiveMessageOnPort(this.#port);
    }
    if (received === undefined) {
      this.#cameSoon = 0;
    } else {
      this.#hear(received.message);
    }
  };
}
