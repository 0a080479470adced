"""Queues of one thread: filled and drained at once, or between a producer and a consumer on asyncio."""

import asyncio
from queue import Queue, SimpleQueue

from contender import count, report, variant, verify, warm_rate


def fill_and_drain(make):
    def run(n):
        def work():
            queue = make()
            put, get = queue.put_nowait, queue.get_nowait
            for i in range(n):
                put(i)
            total = 0
            for _ in range(n):
                total += get()
            verify("the sum", total, n * (n - 1) // 2)

        return warm_rate(n, work)

    return run


def two_at_once(n):
    async def work():
        queue = asyncio.Queue(maxsize=32)

        async def produce():
            for i in range(n):
                await queue.put(i)

        async def consume():
            total = 0
            for _ in range(n):
                total += await queue.get()
            return total

        _, total = await asyncio.gather(produce(), consume())
        verify("the sum", total, n * (n - 1) // 2)

    return warm_rate(n, lambda: asyncio.run(work()))


variants = {
    "SimpleQueue": fill_and_drain(SimpleQueue),
    "Queue": fill_and_drain(Queue),
    "asyncio": fill_and_drain(asyncio.Queue),
    "asyncio-waiting": two_at_once,
}
report(variants[variant()](count()))
