import type { Reference, WireArguments, WireRefusal } from '../values/arguments.ts';
import { onDemand } from './load-on-demand.ts';
import { loadTask } from './modules.ts';

/** Arguments whose queues are in place: tasks are found by importing their modules, and shared queues are attached. */
export async function loadArguments(args: WireArguments): Promise<readonly unknown[]> {
  if (args.references === undefined) {
    return args.values;
  }
  const loaded = new Map(
    await Promise.all(args.references.map(async ([, reference]) => [reference, await load(reference)] as const)),
  );
  return onDemand().decodeArguments(args, (reference) => loaded.get(reference));
}

async function load(reference: Reference): Promise<unknown> {
  if (reference.type === 'task') {
    return loadTask(reference.task);
  }
  if (reference.type === 'shared queue') {
    // Not before somebody needs it: most workers never do.
    const { SharedQueue } = await import('@heddle/queue/shared');
    return SharedQueue.attach(reference.handle);
  }
  throw new TypeError(`Expected queue ${reference.queue.id} to be in place, got its reference`);
}

/** One list of a chunk, as the one argument of what asks for it: a list that cannot be had fails its own call alone. */
export async function loadList(list: WireArguments | WireRefusal): Promise<[args: () => readonly unknown[]]> {
  try {
    if ('refused' in list) {
      throw onDemand().decodeThrown(list.refused, 'the main thread');
    }
    const args = await loadArguments(list);
    return [() => args];
  } catch (error) {
    return [
      () => {
        throw error;
      },
    ];
  }
}
