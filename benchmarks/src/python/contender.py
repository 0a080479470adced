"""What every Python contender shares: its arguments, the warm-up, the check and the line it ends with."""

import json
import statistics
import sys
import time

WARM_UP, ENOUGH, MOST_GOES = 0.3, 1.0, 5  # seconds; as src/timing.ts


def count():
    return int(sys.argv[-1])


def variant():
    return sys.argv[1]


def report(value, **also):
    print(json.dumps({"value": value, "also": also}))


def skip(reason):
    print(json.dumps({"skipped": reason}))
    sys.exit(0)


def verify(what, got, expected):
    if got != expected:
        print(json.dumps({"error": f"Expected {what} to be {expected}, got {got}"}))
        sys.exit(1)


def verify_in_order(values, n):
    if values != list(range(n)):
        verify("the results", "something else", f"0 to {n - 1} in order")


def warm_rate(n, work):
    begin = time.perf_counter()
    while True:
        work()
        if time.perf_counter() - begin >= WARM_UP:
            break
    times = []
    while len(times) < MOST_GOES and sum(times) < ENOUGH:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return n / statistics.median(times)
