"""Places of a flow from which nobody comes to its end, and the loops among them."""

from collections.abc import Collection, Iterator, Sequence

from cmsflows.definition.control import Control, Place


def stuck_in(control: Control) -> frozenset[Place]:
    """The places from which no way leads to the end."""
    behind = _turned_round(control)
    freed = {control.end}
    waiting = [control.end]
    while waiting:
        for place in behind[waiting.pop()]:
            if place not in freed:
                freed.add(place)
                waiting.append(place)
    return frozenset(range(len(control.ahead))) - freed


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


def _turned_round(control: Control) -> Sequence[Sequence[Place]]:
    behind: list[list[Place]] = [[] for _ in control.ahead]
    for place, ways in enumerate(control.ahead):
        for target, _facts in ways:
            behind[target].append(place)
    return behind
