import type { SharedQueueHandle } from '@heddle/queue/shared';

/** A `SharedQueue`, as far as it matters here; or what stands for one that is only passed on. */
export interface SharedReference {
  readonly handle: SharedQueueHandle;
}

/** By its handle, not by its class: most workers never load that. */
export function isSharedQueue(value: unknown): value is SharedReference {
  try {
    const { handle } = value as Partial<SharedReference>;
    return typeof value === 'object' && typeof handle === 'object' && handle.type === 'heddle.SharedQueue';
  } catch {
    return false; // null, or a proxy that does not bear the question
  }
}
