"""What one queued submit holds: ThreadPoolExecutor with its 32 threads busy, as tracemalloc counts it."""

import gc
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

from contender import count, report, verify_in_order

AT_ONCE = 32


def echo(n):
    return n


n = count()
gate = threading.Event()
with ThreadPoolExecutor(max_workers=AT_ONCE) as executor:
    blocked = [executor.submit(gate.wait) for _ in range(AT_ONCE)]
    futures = [None] * n
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for i in range(n):
        futures[i] = executor.submit(echo, i)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    gate.set()
    verify_in_order([future.result() for future in futures], n)
report((after - before) / n)
