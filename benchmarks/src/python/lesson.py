"""The lesson's producer and 32 consumers on threads; with requests, or, where that is missing, http.client."""

import json
import os
import resource
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from queue import Empty, Queue

from contender import report, variant, verify

BASE_URL = os.environ["BASE_URL"]
CONSUMERS = 32

try:
    import requests

    CLIENT = f"requests {requests.__version__}"

    def get(path):
        return requests.get(f"{BASE_URL}{path}").json()

except ImportError:
    from http.client import HTTPConnection
    from urllib.parse import urlsplit

    CLIENT = "http.client"

    def get(path):
        connection = HTTPConnection(urlsplit(BASE_URL).netloc)
        connection.request("GET", path)
        answer = json.load(connection.getresponse())
        connection.close()
        return answer


def produce(todo):
    exchanges, symbols = get("/exchanges"), get("/symbols")
    days = [f"2020-03-{day:02}" for day in range(1, 32)]
    for query in product(exchanges, days, symbols):
        todo.put(query)


def consume(todo, done):
    while True:
        try:
            exchange, day, symbol = todo.get_nowait()
        except Empty:
            return
        price = get(f"/price/{exchange}/{symbol}/{day}")
        done.put((exchange, symbol, day, price and price["close"]))
        todo.task_done()


todo, done = Queue(), Queue()
with ThreadPoolExecutor(max_workers=CONSUMERS) as executor:
    executor.submit(produce, todo).result()
    for future in [executor.submit(consume, todo, done) for _ in range(CONSUMERS)]:
        future.result()
todo.join()
answers = []
while not done.empty():
    answers.append(done.get_nowait())
usage = resource.getrusage(resource.RUSAGE_SELF)
value = {"cpu": (usage.ru_utime + usage.ru_stime) * 1_000, "memory": usage.ru_maxrss / 1_024}[variant()]
verify("the number of answers", len(answers), 1_023)
verify("the number of different answers", len({answer[:3] for answer in answers}), 1_023)
verify("the close of bitfinex btc 2020-03-10", ("bitfinex", "btc", "2020-03-10", 7941) in answers, True)
report(value, client=CLIENT)
