/** How many primes there are from `from` up to, and without, `to`: by trial division, so that there is something to do. */
export default function countPrimes([from, to]: readonly [from: number, to: number]): number {
  let count = 0;
  for (let n = Math.max(2, from); n < to; n += 1) {
    if (isPrime(n)) {
      count += 1;
    }
  }
  return count;
}

function isPrime(n: number): boolean {
  if (n % 2 === 0) {
    return n === 2;
  }
  for (let divisor = 3; divisor * divisor <= n; divisor += 2) {
    if (n % divisor === 0) {
      return false;
    }
  }
  return true;
}
