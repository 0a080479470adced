interface InspectOptions {
  depth?: number | null | undefined;
}

type Inspect = (value: unknown, options: InspectOptions) => string;

/**
 * Has Node.js's `util.inspect`, and with it `console.log`, show the objects of a class as `Queue { size: 1, maxSize: 0, … }`.
 */
export function makeInspectable<O extends object>(prototype: O, shown: (owner: O) => object): void {
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    configurable: true,
    writable: true,
    value(this: O, depth: number, options: InspectOptions, inspect: Inspect): string {
      const { name } = this.constructor;
      return depth < 0 ? `[${name}]` : `${name} ${inspect(shown(this), options)}`;
    },
  });
}
