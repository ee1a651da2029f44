"""Would a group hold itself? Found in raw JSON, before any of it is read."""

from collections.abc import Iterator
from typing import Any

from cmsflows.cms.reusable.sources import FindGroup, is_key
from cmsflows.cms.stored import REUSABLE, items_of, value_of


def keys_in(stream: list[Any]) -> Iterator[int]:
    """The keys of the groups that a stream names itself. `Any`: raw JSON."""
    for item in items_of(stream):
        if (key := key_in(item)) is not None:
            yield key


def key_in(item: Any) -> int | None:
    """The key of the group that an item stands for; None where it stands for none."""
    value = value_of(item)
    if value is None or item.get("type") != REUSABLE:
        return None
    key = value.get("group")
    return key if is_key(key) else None


def leads_to(key: int, target: int, groups: FindGroup) -> bool:
    """Does the group `key` hold `target`, directly or through others, or is it that?"""
    seen: set[int] = set()
    waiting = [key]
    while waiting:
        each = waiting.pop()
        if each == target:
            return True
        if each not in seen:
            seen.add(each)
            found = groups(each)
            waiting += keys_in(found.stream) if found else []
    return False
