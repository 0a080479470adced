// What a worker loads as it is first needed, and most workers never do: it takes longer to load than all that they run with. See `onDemand`.
// No module of `./serve.ts` with state may be among these: once bundled, they would have it twice.
export { decodeThrown } from '../errors/decode.ts';
export { encodeThrown, withTextOnly } from '../errors/encode.ts';
export { decodeArguments } from '../values/arguments.ts';
export { encodeOutcome, refuse, whatCanCross } from '../values/outcome.ts';
export { RemoteExecutor } from './remote-executor.ts';
export { RemoteQueues } from './remote-queues.ts';
