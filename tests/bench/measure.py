"""Walks every contender's steps in turn, and says what the median one cost."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
"""By contender: milliseconds of CPU time, and all told, and SQL queries, of a completed step."""


def measure(contenders: dict[str, str], *, rounds: int) -> Figures:
    """The median step of each contender over so many walks of all; they take turns, so that a
    machine that slows down slows them all."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for number in range(rounds + 1):
        for name, url in contenders.items():
            walked = list(_walk(url))
            if number:  # At first templates are compiled and places remembered.
                costs[name] += walked
    return {
        name: {
            "cpu_ms": round(1000 * median(each.cpu for each in costs[name]), 3),
            "wall_ms": round(1000 * median(each.wall for each in costs[name]), 3),
            "queries": float(median(each.queries for each in costs[name])),
        }
        for name in contenders
    }


@dataclass(frozen=True)
class Cost:
    """Of one step: seconds that the application worked, seconds that it took, SQL queries."""

    cpu: float
    wall: float
    queries: int


def _walk(url: str) -> Iterator[Cost]:
    """What each step of one visitor costs, but for the first and the last."""
    browser = Browser()
    browser.opens(url)
    browser.submits(ANSWERS)
    for _ in range(STEPS - 2):
        browser.cpu = browser.wall = 0.0
        with _counted_queries() as counted:
            browser.submits(ANSWERS)
        yield Cost(browser.cpu, browser.wall, len(counted))


@contextmanager
def _counted_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked
