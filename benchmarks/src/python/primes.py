"""Primes by trial division in 64 chunks, on two processes or two threads."""

import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from contender import count, report, variant, verify

CHUNKS = 64
KNOWN = {2_000_000: 148_933, 100_000: 9_592}


def is_prime(n):
    if n % 2 == 0:
        return n == 2
    divisor = 3
    while divisor * divisor <= n:
        if n % divisor == 0:
            return False
        divisor += 2
    return True


def count_primes(start, end):
    return sum(1 for n in range(max(2, start), end) if is_prime(n))


if __name__ == "__main__":
    below = count()
    size = -(-below // CHUNKS)
    starts = range(0, CHUNKS * size, size)
    ends = [min(below, start + size) for start in starts]
    Executor = {"processes": ProcessPoolExecutor, "threads": ThreadPoolExecutor}[variant()]
    with Executor(max_workers=2) as executor:
        list(executor.map(count_primes, [0, 0], [1_000, 1_000]))  # both have started
        begin = time.perf_counter()
        total = sum(executor.map(count_primes, starts, ends))
        seconds = time.perf_counter() - begin
    verify(f"the number of primes below {below}", total, KNOWN[below])
    report(below / seconds)
