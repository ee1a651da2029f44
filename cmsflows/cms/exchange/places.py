"""Places in a JSON document, as JSON pointers (RFC 6901), and what stands at each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something that keeps a file from being imported."""

    place: str
    """A JSON pointer: "/flow/0/value/title". Empty is the whole document."""
    sentence: str

    def __str__(self) -> str:
        return f"{self.place or '/'}: {self.sentence}"


def below(place: str, *keys: object) -> str:
    """The pointer to something within something."""
    return place + "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in keys)


def values_in(data: Any, place: str = "") -> Iterator[tuple[str, Any, int]]:
    """Every value with its place and depth; found without recursion. `Any`: any JSON.

    Keys of objects count as values, too: they are text that must be kept.
    """
    waiting: list[tuple[str, Any, int]] = [(place, data, 0)]
    while waiting:
        where, value, depth = waiting.pop()
        yield where, value, depth
        if isinstance(value, dict):
            inner = list(value.items())
            yield from ((below(where, key), key, depth) for key, _each in inner)
        else:
            inner = list(enumerate(value)) if isinstance(value, list) else []
        waiting += [(below(where, key), each, depth + 1) for key, each in reversed(inner)]
