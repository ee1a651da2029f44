"""A delta is what one visit changed in the state; the state is the fold of the deltas."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

State = dict[str, Any]
"""What a task has gathered. `Any`: state holds whatever the actions put there."""


@dataclass(frozen=True, slots=True)
class Delta:
    """Names set and names removed, in the flat state or under the name of one step."""

    changed: Mapping[str, Any]
    removed: tuple[str, ...] = ()
    under: str = ""

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed)


def difference(before: Mapping[str, Any], now: Mapping[str, Any], *, under: str = "") -> Delta:
    """What must be set and removed to get from one state to the other."""
    changed = {
        name: value for name, value in now.items() if name not in before or before[name] != value
    }
    removed = tuple(name for name in before if name not in now)
    return Delta(changed, removed, under)


def fold(entry: Mapping[str, Any], deltas: Iterable[Delta]) -> State:
    """The state after these deltas, begun with what the task was started with."""
    state = deepcopy(dict(entry))
    for delta in deltas:
        target = state
        if delta.under:
            held = state.get(delta.under)
            target = dict(held) if isinstance(held, dict) else {}
            state[delta.under] = target
        for name in delta.removed:
            target.pop(name, None)
        target.update(deepcopy(dict(delta.changed)))
    return state


def seen_from(state: State, name: str) -> State:
    """The state as a named step sees it: its own values before everybody's."""
    own = state.get(name)
    return {**state, **own} if isinstance(own, dict) else dict(state)
