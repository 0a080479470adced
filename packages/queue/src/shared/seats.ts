import type { Memory } from './layout.ts';
import { freeRow, freeRowsOf } from './rows.ts';
import { Seat } from './seat.ts';
import { onThreadEnd } from './threads.ts';

const seats = new Map<string, WeakRef<Seat>>();
const collected = new FinalizationRegistry<{ words: Int32Array; owner: number; id: string }>(({ words, owner, id }) => {
  if (seats.get(id)?.deref() === undefined) {
    seats.delete(id);
  }
  try {
    freeRow(words, owner);
  } catch {
    // The table is locked by one who is not known to be dead; the row stays taken.
  }
});

// What a repair frees may be what this thread waits for: it is woken with all others.
onThreadEnd((thread) => {
  for (const seat of seats.values()) {
    const memory = seat.deref()?.memory;
    if (memory !== undefined) {
      freeRowsOf(memory.words, thread);
    }
  }
});

/** This thread's seat at the queue in `memory`. */
export function takeSeat(memory: Memory): Seat {
  const present = seats.get(memory.id)?.deref();
  if (present !== undefined) {
    return present;
  }
  const seat = new Seat(memory);
  seats.set(memory.id, new WeakRef(seat));
  collected.register(seat, { words: memory.words, owner: seat.row.owner, id: memory.id });
  return seat;
}
