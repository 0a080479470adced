"""The lesson in Python, with requests; it knows of nothing but the server's address."""

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, TimeoutError, as_completed
from itertools import product
from queue import Empty, Queue

import requests

BASE_URL = os.environ.get("BASE_URL", "http://localhost:5000")


def check_price(exchange, symbol, date):
    return requests.get(f"{BASE_URL}/price/{exchange}/{symbol}/{date}").json()


def worker(todo, done):
    while True:
        try:
            exchange, date, symbol = todo.get_nowait()
        except Empty:
            return
        price = check_price(exchange, symbol, date)
        done.put((price, exchange, symbol, date))
        todo.task_done()


def main():
    for Executor in (ThreadPoolExecutor, ProcessPoolExecutor):
        with Executor(max_workers=3) as ex:
            future = ex.submit(check_price, "bitstamp", "btc", "2020-04-01")
            print(f"Price: ${future.result()['close']}")

    with ThreadPoolExecutor(max_workers=3) as ex:
        future = ex.submit(check_price, "kraken", "btc", "2020-04-01")
        print(future.done())
        try:
            future.result(timeout=0.001)
        except TimeoutError:
            print("TimeoutError")
        print(future.result(timeout=10)["close"])
        print(future.done())

    exchanges = ["bitfinex", "bitstamp", "kraken"]
    with ThreadPoolExecutor(max_workers=10) as ex:
        prices = ex.map(check_price, exchanges, ["btc"] * 3, ["2020-04-01"] * 3)
        print([price["close"] for price in prices])

        days = [f"2020-04-0{day}" for day in range(1, 5)]
        records = [(e, s, d) for e, d, s in product(exchanges, days, ["btc", "eth", "ltc"])]
        closes = [price["close"] for price in ex.map(check_price, *zip(*records))]
        print(len(closes), closes[:7])

        futures = {ex.submit(check_price, e, "btc", "2020-04-01"): e for e in exchanges}
        lines = [f"{futures[f].title()}: ${f.result()['close']}" for f in as_completed(futures)]
        print("\n".join(sorted(lines)))

    names = requests.get(f"{BASE_URL}/exchanges").json()
    symbols = requests.get(f"{BASE_URL}/symbols").json()
    dates = [f"2020-03-{day:02}" for day in range(1, 32)]
    todo, done = Queue(), Queue()
    for query in product(names, dates, symbols):
        todo.put(query)
    with ThreadPoolExecutor(max_workers=32) as ex:
        futures = [ex.submit(worker, todo, done) for _ in range(32)]
    print(all(f.done() for f in futures), todo.qsize(), done.qsize())

    results = {}
    while not done.empty():
        price, exchange, symbol, date = done.get_nowait()
        results.setdefault(exchange, {}).setdefault(date, {})[symbol] = price
    for exchange in ("bitfinex", "bitstamp", "coinbase-pro"):
        print(results[exchange]["2020-03-10"]["btc"]["close"])
    for date, symbol in (("2020-03-25", "eth"), ("2020-03-18", "btc")):
        price = results["okex"][date][symbol]
        print(*[price[key] for key in ("open", "high", "low", "close", "volume")])


if __name__ == "__main__":
    main()
