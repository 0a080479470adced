/**
 * A field of every queue, own and enumerable: a structured clone would make an empty shell of a queue, without its items, and so it fails on this function instead.
 *
 * Its name is what the error of the clone shows.
 */
export function aQueueCannotBeCloned(): void {}
