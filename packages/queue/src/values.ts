// What only looks at values, and has no state: whoever has to start quickly takes it from here, and has a copy of it in its own file once it is bundled.
export { isPlain } from './shared/is-plain.ts';
export { describe } from './waiting/describe.ts';
