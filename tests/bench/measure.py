"""Walks every contender's steps in turn, and says what the median one cost."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from django.db import connection

from tests.bench.browser import Browser
from tests.bench.forms import ANSWERS, STEPS

CONTENDERS = {
    "bare": "/bare/0/",
    "formtools": "/wizard/step0/",
    "wagtail_page": "/plain-page/0/",
    "code_flow": "/code/bench/",
    "flow_page": "/flow-page/",
}
"""By name, as `build/bench.json` has them: where the first step is."""

Figures = dict[str, dict[str, float]]
"""By contender: milliseconds of CPU time, and SQL queries, of a completed step."""


def measure(contenders: dict[str, str], *, rounds: int) -> Figures:
    """The median step of each contender over so many walks of all; they take turns, so that a
    machine that slows down slows them all."""
    seconds: dict[str, list[float]] = defaultdict(list)
    queries: dict[str, list[int]] = defaultdict(list)
    for number in range(rounds + 1):
        for name, url in contenders.items():
            costs = list(_walk(url))
            if number == 0:
                continue  # Templates are compiled and places remembered: nobody pays it twice.
            seconds[name] += [cpu for cpu, _ in costs]
            queries[name] += [count for _, count in costs]
    return {
        name: {
            "cpu_ms": round(1000 * median(seconds[name]), 3),
            "queries": float(median(queries[name])),
        }
        for name in contenders
    }


def _walk(url: str) -> Iterator[tuple[float, int]]:
    """Seconds and queries of each step of one visitor, but for the first and the last."""
    browser = Browser()
    browser.opens(url)
    browser.submits(ANSWERS)
    for _ in range(STEPS - 2):
        browser.cpu = 0.0
        with _counted_queries() as counted:
            browser.submits(ANSWERS)
        yield browser.cpu, len(counted)


@contextmanager
def _counted_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked
