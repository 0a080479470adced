"""ProcessPoolExecutor.map with chunksize=100, on two processes."""

from concurrent.futures import ProcessPoolExecutor

from contender import count, report, verify_in_order, warm_rate


def echo(n):
    return n


if __name__ == "__main__":
    n = count()
    with ProcessPoolExecutor(max_workers=2) as executor:

        def run():
            verify_in_order(list(executor.map(echo, range(n), chunksize=100)), n)

        report(warm_rate(n, run))
