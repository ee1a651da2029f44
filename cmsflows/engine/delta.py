"""A delta is what one visit changed in the state; the state is the fold of the deltas.

All of it works on encoded values, see `codec`: what a visit left is never touched again, so it
need be neither decoded nor copied to be kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from cmsflows.engine.codec_tags import TAG

Encoded = dict[str, Any]
"""A state as plain JSON data, as `codec.encode` makes it. `Any`: JSON of any shape."""


@dataclass(frozen=True, slots=True)
class Delta:
    """Names set and removed, in the flat state or in the dictionary under one of its names."""

    changed: Mapping[str, Any]
    """Encoded values. `Any`: see `Encoded`."""
    removed: tuple[str, ...] = ()
    under: str = ""

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed)


def difference(before: Encoded, now: Encoded) -> Delta:
    """What must be set and removed to get from one state to the other."""
    changed = {
        name: value
        for name, value in now.items()
        if name not in before or not _is_same(before[name], value)
    }
    removed = tuple(name for name in before if name not in now)
    return Delta(changed, removed)


def differences(before: Encoded, now: Encoded) -> tuple[Delta, ...]:
    """What must be set and removed, told of a dictionary by what has changed in it.

    So a visit that was carried along does not bring back what others had put there, and a ledger
    does not keep all of it at every visit.
    """
    whole = difference(before, now)
    within = [
        delta
        for name in whole.changed
        for delta in _difference_within(name, before.get(name), now[name])
    ]
    told = {delta.under for delta in within}
    changed = {name: value for name, value in whole.changed.items() if name not in told}
    return (Delta(changed, whole.removed), *within)


def differences_seen_from(before: Encoded, now: Encoded, name: str) -> tuple[Delta, ...]:
    """What a named step changed: it sets and removes values of its own.

    What it removed without having one of its own goes for everybody.
    """
    seen = difference(seen_from(before, name), now)
    own = _held(before, name)
    return (
        Delta(seen.changed, tuple(each for each in seen.removed if each in own), under=name),
        Delta({}, tuple(each for each in seen.removed if each not in own)),
    )


def fold(entry: Mapping[str, Any], deltas: Iterable[Delta]) -> Encoded:
    """The state after these deltas, begun with what the task was started with."""
    state = dict(entry)
    for delta in deltas:
        target = state
        if delta.under:
            target = state[delta.under] = dict(_held(state, delta.under))
        for name in delta.removed:
            target.pop(name, None)
        target.update(delta.changed)
    return state


def seen_from(state: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The state as a named step sees it: its own values before everybody's.

    Serves encoded states and decoded ones alike.
    """
    return {**state, **_held(state, name)}


def _difference_within(name: str, before: Any, now: Any) -> Iterator[Delta]:
    """What changed in a dictionary; nothing where it is none, or has its names in another order
    now. `Any`: JSON of any shape."""
    if not (_is_dictionary(before) and _is_dictionary(now)):
        return
    found = difference(before, now)
    if list(fold(before, [found])) == list(now):
        yield replace(found, under=name)


def _is_dictionary(value: Any) -> TypeGuard[dict[str, Any]]:
    """Is it one in the state, too, rather than a value of another type? `Any`: see above."""
    return isinstance(value, dict) and TAG not in value


def _held(state: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    held = state.get(name)
    return held if _is_dictionary(held) else {}


def _is_same(one: Any, other: Any) -> bool:
    """Are these the same JSON? To Python 1, 1.0 and True are equal; to whoever reads them not."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other)
