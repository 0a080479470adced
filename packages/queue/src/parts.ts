// For those who make a queue that stands for one elsewhere.
export { aQueueCannotBeCloned } from './cannot-be-cloned.ts';
export { giveBack, onGiveBack, takesBack } from './give-back.ts';
export { Empty, Full, ShutDown, TaskDoneError, TimeoutError } from './errors.ts';
export { iterate } from './iterate.ts';
