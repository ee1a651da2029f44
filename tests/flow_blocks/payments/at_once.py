"""Do one thing in many threads at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

THREADS = 8


def at_once(deed: Callable[[], T]) -> list[T]:
    """What each of eight threads was answered."""
    ready = threading.Barrier(THREADS)

    def wait_and_do() -> T:
        ready.wait()
        return deed()

    with ThreadPoolExecutor(THREADS) as pool:
        tasks = [pool.submit(wait_and_do) for _ in range(THREADS)]
        return [task.result() for task in tasks]
