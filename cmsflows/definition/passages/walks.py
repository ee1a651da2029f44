"""The shortest walks through a flow that tell some facts apart."""

from collections.abc import Callable

from cmsflows.definition.passages.control import Control, Place
from cmsflows.definition.passages.facts import Mask

Stand = int
"""A place, and which of the facts in question are there, as one number."""

NEVER = -1
UNKNOWN = 1 << 60
"""Further than anything."""


class Walks:
    """All shortest walks from the start, in steps, as far as the facts in `deciding` matter.

    They are looked for as far as somebody asks, all that is so many steps away at once.
    """

    def __init__(self, control: Control, given: Mask, *, deciding: Mask) -> None:
        self.control = control
        self.deciding = deciding
        self.size = len(control.ahead)
        self.known: list[Mask] = []
        """The sets of facts that were met; a stand is a place, and the number of one of them."""
        self.numbers: dict[Mask, int] = {}
        self.before: list[Stand] = []
        self.length: list[int] = []
        self.is_done = bytearray()
        start = self._number(given & deciding) * self.size + control.start
        self.length[start] = self.distance = 0
        self.level = [start]

    def path(self, place: Place, is_meant: Callable[[Mask], bool]) -> tuple[str, ...] | None:
        """The steps of a shortest walk to a place, as it is before what is lost and gained there,
        with such facts; None where there is none."""
        stand = self._stand(place, is_meant)
        while stand is None and self.level:
            self._go_one_step_further()
            stand = self._stand(place, is_meant)
        if stand is None:
            return None
        steps = []
        while stand != NEVER:
            steps.append(self.control.steps[stand % self.size])
            stand = self.before[stand]
        return tuple(step for step in reversed(steps) if step)

    def _stand(self, place: Place, is_meant: Callable[[Mask], bool]) -> Stand | None:
        """The nearest such stand, of those that were found."""
        meant = [
            number * self.size + place for number, known in enumerate(self.known) if is_meant(known)
        ]
        found = [stand for stand in meant if self.is_done[stand]]
        return min(found, key=self.length.__getitem__, default=None)

    def _go_one_step_further(self) -> None:
        ahead, effects, steps = self.control.ahead, self.control.effects, self.control.steps
        size, deciding, is_done = self.size, self.deciding, self.is_done
        length, before = self.length, self.before
        distance, waiting = self.distance, self.level
        further: list[Stand] = []
        while waiting:
            stand = waiting.pop()
            if is_done[stand]:
                continue
            is_done[stand] = True
            number, place = divmod(stand, size)
            effect = effects[place]
            if effect is not None:
                number = self._number(effect(self.known[number]) & deciding)
            for target, facts in ahead[place]:
                told = facts & deciding
                reached = self._number(self.known[number] | told) if told else number
                following = reached * size + target
                away = distance + 1 if steps[target] else distance
                if length[following] > away:
                    length[following] = away
                    before[following] = stand
                    (further if away > distance else waiting).append(following)
        self.level = further
        self.distance += 1

    def _number(self, known: Mask) -> int:
        """The number of a set of facts, a new one where it is met for the first time."""
        number = self.numbers.get(known)
        if number is None:
            number = self.numbers[known] = len(self.known)
            self.known.append(known)
            self.before += [NEVER] * self.size
            self.length += [UNKNOWN] * self.size
            self.is_done += bytearray(self.size)
        return number
