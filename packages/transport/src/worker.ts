// What a worker loads, as it starts: nothing of the pool's side.
export { serve } from './far/serve.ts';
