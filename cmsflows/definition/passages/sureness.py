"""What is sure at each place of a flow, whichever way a visitor took, and what may have been.

A fact is sure where it is on every way there: the facts of all ways in are met, those that a step
loses go, those that it gains come. What may have been is joined instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from cmsflows.definition.passages.control import Control, Place
from cmsflows.definition.passages.facts import Mask


@dataclass(frozen=True, slots=True)
class Sureness:
    """Facts by place, before what is lost and gained there; None where nobody ever comes."""

    at: Sequence[Mask | None]
    looks: int
    """How often a place was looked at: what it cost."""


def sure_in(control: Control, order: Sequence[Place], given: Mask) -> Sureness:
    """What is on every way from the start, where `given` is sure; `order` as `order_of` tells."""
    return _spread(control, order, given, is_sure=True)


def possible_in(control: Control, order: Sequence[Place]) -> Sureness:
    """What is gained on some way from the start."""
    return _spread(control, order, 0, is_sure=False)


def _spread(control: Control, order: Sequence[Place], given: Mask, *, is_sure: bool) -> Sureness:
    """Go forward from the start until nothing changes, earlier places first."""
    rank = {place: number for number, place in enumerate(order)}
    at: list[Mask | None] = [None] * len(control.ahead)
    at[control.start] = given
    waiting = [rank[control.start]]
    is_waiting = {control.start}
    looks = 0
    while waiting:
        place = order[heappop(waiting)]
        is_waiting.discard(place)
        looks += 1
        known = at[place] or 0
        effect = control.effects[place]
        if effect is not None:
            known = effect(known) if is_sure else known | effect.gained
        for target, facts in control.ahead[place]:
            before = at[target]
            arriving = known | facts
            if before is not None:
                arriving = before & arriving if is_sure else before | arriving
            if arriving != before:
                at[target] = arriving
                if target not in is_waiting:
                    is_waiting.add(target)
                    heappush(waiting, rank[target])
    return Sureness(at, looks)


def order_of(control: Control) -> Sequence[Place]:
    """The places that somebody may come to, in an order in which, loops aside, each stands after
    those that lead to it."""
    finished: list[Place] = []
    seen = {control.start}
    stack = [(control.start, iter(control.ahead[control.start]))]
    while stack:
        place, rest = stack[-1]
        for target, _facts in rest:
            if target not in seen:
                seen.add(target)
                stack.append((target, iter(control.ahead[target])))
                break
        else:
            finished.append(place)
            stack.pop()
    return finished[::-1]
