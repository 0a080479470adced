/** What stands for the source of a promise's resolving functions: they have none. */
const noSource: string = sourceOf(makeResolver());

function makeResolver(): unknown {
  let resolver: unknown;
  void new Promise((resolve) => {
    resolver = resolve;
  });
  return resolver;
}

function sourceOf(fn: unknown): string {
  return Function.prototype.toString.call(fn);
}

/** Whether `fn` is what a promise, or an `await`, gives to a thenable that it adopts: a function without a name and without a source. */
export function isResolver<F>(fn: F | null | undefined): fn is F {
  return typeof fn === 'function' && fn.name === '' && sourceOf(fn) === noSource;
}
