/** Whoever is quick and wrong has not done the work. */
export class WrongResult extends Error {
  override readonly name = 'WrongResult';
}

/** @throws {WrongResult} `got` is not what was expected */
export function verify(what: string, got: unknown, expected: unknown): void {
  if (!Object.is(got, expected)) {
    throw new WrongResult(`Expected ${what} to be ${String(expected)}, got ${String(got)}`);
  }
}

/** Of 0, 1, … `count - 1`, each once. */
export function sumBelow(count: number): number {
  return (count * (count - 1)) / 2;
}

/** @throws {WrongResult} the values are not 0, 1, … `count - 1` in this order */
export function verifyInOrder(values: readonly unknown[], count: number): void {
  verify('the number of results', values.length, count);
  for (let index = 0; index < count; index += 1) {
    if (values[index] !== index) {
      verify(`result ${index}`, values[index], index);
    }
  }
}
