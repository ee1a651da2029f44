"""Do one thing, or send one form, several times at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections
from django.test import Client

from cmsflows.testing import Visitor

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


def submits_in_all_tabs(visitor: Visitor) -> list[str]:
    """Send the form of the visitor's page in eight tabs; the step each of them sees then."""
    cookies = {name: each.value for name, each in visitor.client.cookies.items()}

    def send() -> str:
        client = Client()
        client.cookies.load(cookies)
        tab = Visitor(client, visitor.url, visitor.page)
        try:
            tab.submits()
            return tab.step
        finally:
            connections.close_all()

    return at_once(send)
