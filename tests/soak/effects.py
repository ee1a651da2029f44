"""Looks into the books of the world outside once all is over: what happened, and how often."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tests.soak import outside
from tests.soak.tally import Tally

ONCE = ("account", "deposit", "ordered", "payment", "refund")
"""What must not happen twice under one key."""


def audit(tally: Tally) -> None:
    """Hold against the site what was done too often, or not often enough."""
    for task_id in outside.known_tasks():
        for line in done_twice(outside.things_done(task_id)):
            tally.found("effects done twice under one intent", f"{line} of task {task_id}")
    for task_id, count in unpaid(tally.finished):
        told = f"task {task_id} has {count}"
        tally.found("finished walks without exactly one payment", told)


def done_twice(lines: list[str]) -> list[str]:
    """What was done more than once under one key, of what must not be."""
    counts = Counter(line for line in lines if line.partition(" ")[0] in ONCE)
    return [line for line, count in counts.items() if count > 1]


def unpaid(finished: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The tasks without exactly one payment, and how many each has."""
    for task_id in finished:
        count = count_of("payment", outside.things_done(task_id))
        if count != 1:
            yield task_id, count


def count_of(what: str, lines: list[str]) -> int:
    return sum(line.startswith(f"{what} ") for line in lines)


def count_of_all() -> Counter[str]:
    """How often each thing was done, for all tasks together."""
    kinds: Counter[str] = Counter()
    for task_id in outside.known_tasks():
        kinds.update(line.partition(" ")[0] for line in outside.things_done(task_id))
    return kinds
