"""Places of a flow from which nobody comes to its end, and the loops among them."""

from collections.abc import Collection, Iterator, Sequence

from cmsflows.definition.passages.control import Control, Place
from cmsflows.definition.passages.facts import Mask


def stuck_in(control: Control, order: Sequence[Place]) -> frozenset[Place]:
    """The places in an order, as `sureness.order_of` tells it, from which no way leads to the
    end."""
    ahead = control.ahead
    held = [place for place in reversed(order) if place != control.end]
    is_free = bytearray(len(ahead))
    is_free[control.end] = True
    before = -1
    while before != len(held):
        before = len(held)
        held = [place for place in held if not _frees(ahead[place], place, is_free)]
    return frozenset(held)


def loops_in(control: Control, places: Collection[Place]) -> Iterator[tuple[str, ...]]:
    """The steps of each loop among these places, in reading order.

    Places that lead to each other are found as Kosaraju does: in the order in which a search ahead
    finishes them, backwards, each search behind finds one set.
    """
    within = frozenset(places)
    ahead = [[target for target, _facts in ways] for ways in control.ahead]
    finished: list[Place] = []
    seen: set[Place] = set()
    for place in sorted(within):
        finished += _finished(ahead, place, within, seen)
    behind = _turned_round(control)
    seen = set()
    for place in reversed(finished):
        together = _finished(behind, place, within, seen)
        is_loop = len(together) > 1 or any(place in ahead[place] for place in together)
        steps = tuple(control.steps[each] for each in sorted(together) if control.steps[each])
        if is_loop and steps:
            yield steps


def _finished(
    ways: Sequence[Sequence[Place]], start: Place, within: Collection[Place], seen: set[Place]
) -> list[Place]:
    """Those newly found from a start, in the order in which a search deep first is done with
    them."""
    if start in seen:
        return []
    seen.add(start)
    found: list[Place] = []
    stack = [(start, iter(ways[start]))]
    while stack:
        place, rest = stack[-1]
        target = next((each for each in rest if each in within and each not in seen), None)
        if target is None:
            found.append(place)
            stack.pop()
        else:
            seen.add(target)
            stack.append((target, iter(ways[target])))
    return found


def _frees(ways: Sequence[tuple[Place, Mask]], place: Place, is_free: bytearray) -> bool:
    """Does one of these ways lead on to the end? Then the place does, too."""
    is_free[place] = any(is_free[target] for target, _facts in ways)
    return bool(is_free[place])


def _turned_round(control: Control) -> Sequence[Sequence[Place]]:
    behind: list[list[Place]] = [[] for _ in control.ahead]
    for place, ways in enumerate(control.ahead):
        for target, _facts in ways:
            behind[target].append(place)
    return behind
