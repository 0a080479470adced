import '@heddle/futures/task'; // as the module of each of Heddle's tasks does

export default function echo(n: number): number {
  return n;
}
