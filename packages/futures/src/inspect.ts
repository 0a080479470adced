/** `util.inspect`, as such a method is given it. */
export type Inspect = (value: unknown, options: object) => string;

/** Has Node.js's `util.inspect`, and with it `console.log`, show the objects of a class in words of their own. */
export function makeInspectable<O extends object>(
  prototype: O,
  show: (object: O, inspect: (value: unknown) => string) => string,
): void {
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    configurable: true,
    writable: true,
    value(this: O, _depth: number, options: object, inspect: Inspect): string {
      return show(this, (value) => inspect(value, options));
    },
  });
}
