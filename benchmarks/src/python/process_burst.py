"""ProcessPoolExecutor.submit, all at once, on two processes."""

from concurrent.futures import ProcessPoolExecutor

from contender import count, report, verify_in_order, warm_rate


def echo(n):
    return n


if __name__ == "__main__":
    n = count()
    with ProcessPoolExecutor(max_workers=2) as executor:

        def burst():
            futures = [executor.submit(echo, i) for i in range(n)]
            verify_in_order([future.result() for future in futures], n)

        report(warm_rate(n, burst))
