import {
  asCompleted,
  currentTask,
  type EventLoopExecutor,
  Future,
  type FutureIterator,
  type MapResults,
  task,
  wait,
} from '../src/index.ts';

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- two generic functions are assignable exactly if A and B are the same
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles exactly if the two types are the same. */
function same<A, B>(_equal: Equal<A, B>): void {}

declare const executor: EventLoopExecutor;
declare const text: Future<string>;
declare const count: Future<number>;
const repeat = (part: string, times: number): string => part.repeat(times);
const later = async (n: number): Promise<number> => n;

// submit infers arguments and result; a promise is unwrapped
const repeated = executor.submit(repeat, 'a', 2);
same<typeof repeated, Future<string>>(true);
const unwrapped = executor.submit(later, 2);
same<typeof unwrapped, Future<number>>(true);
const none = executor.submit(() => {});
same<typeof none, Future<void>>(true);

// each argument may be a future of it
executor.submit(repeat, text, 2);
executor.submit(repeat, 'a', count);
executor.submit(repeat, text, executor.submit(later, 2));

// @ts-expect-error -- too few arguments
executor.submit(repeat, 'a');
// @ts-expect-error -- too many
executor.submit(repeat, 'a', 2, 3);
// @ts-expect-error -- of a wrong type
executor.submit(repeat, 2, 'a');
// @ts-expect-error -- a future of a wrong type
executor.submit(repeat, count, 2);
// @ts-expect-error -- a promise is no dependency
executor.submit(repeat, Promise.resolve('a'), 2);
// @ts-expect-error -- no function
executor.submit('repeat');

// map: the item's type, the awaited result; settled by overload
const doubled = executor.map(later, [1, 2]);
same<typeof doubled, MapResults<number>>(true);
const settled = executor.map(later, [1, 2], { settled: true });
same<typeof settled, MapResults<PromiseSettledResult<number>>>(true);
const starred = executor.starmap(repeat, [['a', 2]]);
same<typeof starred, MapResults<string>>(true);
const starSettled = executor.starmap(repeat, [['a', 2]], { settled: true, chunkSize: 'auto' });
same<typeof starSettled, MapResults<PromiseSettledResult<string>>>(true);
const array = doubled.toArray();
same<typeof array, Promise<number[]>>(true);
// @ts-expect-error -- items of a wrong type
executor.map(later, ['a']);
// @ts-expect-error -- no such chunkSize
executor.map(later, [1], { chunkSize: 'big' });
// @ts-expect-error -- an argument list too short
executor.starmap(repeat, [['a']]);

// wait and asCompleted keep the future's own type
const completed = asCompleted([text, text]);
same<typeof completed, FutureIterator<Future<string>>>(true);
class Named extends Future<string> {
  label = 'a';
}
declare const named: Named[];
const waited = wait(named);
same<typeof waited, Promise<{ done: Set<Named>; notDone: Set<Named> }>>(true);
// @ts-expect-error -- no such rule
wait(named, { returnWhen: 'ALL' });
// @ts-expect-error -- promises are no futures
wait([Promise.resolve(1)]);
for await (const future of asCompleted([text, count])) {
  same<typeof future, Future<string> | Future<number>>(true);
}

// a future is a promise of its value
const awaited = await text;
same<typeof awaited, string>(true);
text satisfies Promise<string>;
const error = text.exception();
same<typeof error, Promise<unknown>>(true);
text.addDoneCallback((done) => {
  same<typeof done, Future<string>>(true);
});
// @ts-expect-error -- of a wrong type
text.setResult(1);

// a task is the function itself
const made = task(import.meta, repeat);
const called = made('a', 2);
same<typeof called, string>(true);
const submitted = executor.submit(made, 'a', 2);
same<typeof submitted, Future<string>>(true);
// @ts-expect-error -- no module
task(1, repeat);

// a view is of the executor's own type
const view = executor.with({ priority: 1 });
same<typeof view, EventLoopExecutor>(true);
// @ts-expect-error -- of a wrong type
executor.with({ priority: '1' });

// outside of a task there is none
// @ts-expect-error -- perhaps undefined
currentTask().signal satisfies AbortSignal;
