"""The shortest walks through a flow that tell some facts apart."""

from collections import deque
from collections.abc import Callable

from cmsflows.definition.control import Control, Place
from cmsflows.definition.facts import Mask

Stand = tuple[Place, Mask]
"""A place, and which of the facts in question are there."""


class Walks:
    """All shortest walks from the start, in steps, as far as the facts in `deciding` matter."""

    def __init__(self, control: Control, given: Mask, *, deciding: Mask) -> None:
        self.control = control
        self.deciding = deciding
        start = (control.start, given & deciding)
        self.before: dict[Stand, Stand | None] = {start: None}
        self.length: dict[Stand, int] = {start: 0}
        self._explore(start)

    def path(self, place: Place, is_meant: Callable[[Mask], bool]) -> tuple[str, ...] | None:
        """The steps of a shortest walk to a place, as it is before what is lost and gained there,
        with such facts; None where there is none."""
        meant = [stand for stand in self._stands.get(place, ()) if is_meant(stand[1])]
        if not meant:
            return None
        stand: Stand | None = min(meant, key=self.length.__getitem__)
        steps = []
        while stand is not None:
            steps.append(self.control.steps[stand[0]])
            stand = self.before[stand]
        return tuple(step for step in reversed(steps) if step)

    def _explore(self, start: Stand) -> None:
        control, deciding = self.control, self.deciding
        self._stands: dict[Place, list[Stand]] = {}
        waiting = deque([start])
        done: set[Stand] = set()
        while waiting:
            stand = waiting.popleft()
            if stand in done:
                continue
            done.add(stand)
            place, known = stand
            self._stands.setdefault(place, []).append(stand)
            effect = control.effects[place]
            if effect is not None:
                known = effect(known) & deciding
            for target, facts in control.ahead[place]:
                is_step = bool(control.steps[target])
                following = (target, (known | facts) & deciding)
                length = self.length[stand] + is_step
                if length >= self.length.get(following, length + 1):
                    continue
                self.length[following] = length
                self.before[following] = stand
                if is_step:  # one more step: later
                    waiting.append(following)
                else:
                    waiting.appendleft(following)
