"""Ids of steps: every step has one, and no two steps of a flow share one.

A pure function over the raw JSON of a stream; what it is given stays as it was. The ids it makes
are derived from the place where one was missing, so that asking twice gives the same answer.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from cmsflows.cms.stored import MAX_LEVELS, is_same, is_step, steps_of, with_value

NAMESPACE = UUID("6f0c7f2e-2f4b-4a8e-9f0a-0c9d5a1f3b77")


def with_ids(stream: list[Any], fills: Callable[[Any], bool] = is_step) -> list[Any]:
    """The stream with ids wherever they were missing, or taken by a step above.

    Items of which `fills` is false stay as they are. `Any`: raw JSON.
    """
    return _level(stream, fills, place="", taken=set(), level=1)


def _level(
    stream: list[Any], fills: Callable[[Any], bool], *, place: str, taken: set[str], level: int
) -> list[Any]:
    if level > MAX_LEVELS:
        return stream
    return [
        _item(item, fills, place=f"{place}/{index}", taken=taken, level=level)
        for index, item in enumerate(stream)
    ]


def _item(
    item: Any, fills: Callable[[Any], bool], *, place: str, taken: set[str], level: int
) -> Any:
    if not fills(item):
        return item
    block_id = item.get("id")
    if not isinstance(block_id, str) or not block_id or block_id in taken:
        block_id = str(uuid5(NAMESPACE, f"{place}:{block_id!a}"))
        item = {**item, "id": block_id}
    taken.add(block_id)
    steps = steps_of(item)
    below = _level(steps, fills, place=place, taken=taken, level=level + 1)
    return item if is_same(below, steps) else with_value(item, steps=below)
