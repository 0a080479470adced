"""Tasks that do nothing, 32 at once: on a ThreadPoolExecutor, or on asyncio with a semaphore."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from contender import count, report, variant, verify_in_order, warm_rate

AT_ONCE = 32


def echo(n):
    return n


async def echo_later(n):
    return n


def on_threads(n):
    with ThreadPoolExecutor(max_workers=AT_ONCE) as executor:

        def burst():
            futures = [executor.submit(echo, i) for i in range(n)]
            verify_in_order([future.result() for future in futures], n)

        return warm_rate(n, burst)


def on_asyncio(n):
    async def burst():
        semaphore = asyncio.Semaphore(AT_ONCE)

        async def one(i):
            async with semaphore:
                return await echo_later(i)

        verify_in_order(await asyncio.gather(*(one(i) for i in range(n))), n)

    return warm_rate(n, lambda: asyncio.run(burst()))


report({"threads": on_threads, "asyncio": on_asyncio}[variant()](count()))
