"""Where the reader finds reusable groups, and how it keeps from reading without end."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from cmsflows.cms.stored import items_of
from cmsflows.definition.canonical import sha256_hex
from cmsflows.exceptions import DefinitionError

MAX_COPIED_STEPS = 5_000
"""How many steps groups may bring into one flow: groups within groups multiply."""


class TooLargeError(DefinitionError):
    """A flow with all its groups copied in would be larger than a flow may be."""


@dataclass(frozen=True, slots=True)
class StoredGroup:
    """A reusable group as it stands in the database."""

    title: str
    stream: list[Any]
    """`Any`: raw JSON."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the steps, in hex; of ASCII, since JSON may hold what is no UTF-8."""
        return sha256_hex(json.dumps(self.stream, sort_keys=True))


def origin_of(key: object, group: StoredGroup) -> dict[str, Any]:
    """What a copy says of where it is from, in its node's options; see `outdated`. `Any`: JSON."""
    return {"reusable": key, "digest": group.digest}


FindGroup = Callable[[int], StoredGroup | None]
"""Answers the live group of a key; None where there is none."""


def no_groups(key: int) -> None:
    """For whoever knows of none."""


@dataclass(slots=True)
class Tally:
    """How many steps were copied in so far, in one reading."""

    steps: int = 0

    def add(self, steps: int) -> None:
        """Raises `TooLargeError` when it is too much."""
        self.steps += steps
        if self.steps > MAX_COPIED_STEPS:
            raise TooLargeError(
                f"With its reusable groups copied in, the flow would have more than "
                f"{MAX_COPIED_STEPS} steps."
            )


@dataclass(frozen=True, slots=True)
class Sources:
    """What one reading knows of groups: inside a group, that one is not there to be found."""

    find: FindGroup = no_groups
    above: tuple[int, ...] = ()
    tally: Tally = field(default_factory=Tally)

    def open(self, key: object) -> tuple[StoredGroup, "Sources"] | None:
        """The group of a stored key, and what may be found inside it.

        None where there is none that could be copied in. Raises `TooLargeError`.
        """
        if not is_key(key) or key in self.above:
            return None
        group = self.find(key)
        if group is None:
            return None
        self.tally.add(1 + sum(1 for _ in items_of(group.stream)))
        return group, Sources(self.find, (*self.above, key), self.tally)


def is_key(value: object) -> TypeGuard[int]:
    """Can it be the key of a group? Booleans are numbers to Python, and not to people."""
    return isinstance(value, int) and not isinstance(value, bool)
