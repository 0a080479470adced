/** The task of piscina and tinypool: the default export of a module. */
export default function echo(n: number): number {
  return n;
}
