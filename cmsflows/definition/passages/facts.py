"""A fact is a name that is sure to be in the state; sets of them are the bits of an integer.

"billing.street" is what a step named "billing" left there under "street"; where it is sure,
"billing" is, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cmsflows.definition.nodes import ActionNode, Contract

Mask = int
"""A set of facts."""


def union(masks: Iterable[Mask]) -> Mask:
    """What is in any of them."""
    found = 0
    for mask in masks:
        found |= mask
    return found


@dataclass(frozen=True, slots=True)
class Effect:
    """What leaving a step does to what is sure."""

    gained: Mask = 0
    lost: Mask = 0
    own_or_all: tuple[tuple[Mask, Mask, Mask], ...] = ()
    """Of each name that a named step removes: its own value, what is lost with that where it is
    sure, and what is lost where it is not."""

    def __call__(self, known: Mask) -> Mask:
        lost = self.lost
        for own, lost_with_own, lost_else in self.own_or_all:
            lost |= lost_with_own if known & own else lost_else
        return known & ~lost | self.gained

    @property
    def is_nothing(self) -> bool:
        return not (self.gained or self.lost or self.own_or_all)


class Facts:
    """Numbers all names of one flow, and answers sets of them. Give it every name before you ask
    for what goes with one."""

    def __init__(self, names: Iterable[str]) -> None:
        every = {above: None for name in names for above in _with_those_above(name)}
        self.bits: dict[str, Mask] = {name: 1 << place for place, name in enumerate(every)}
        self._family: dict[str, Mask] = {}
        for name, bit in self.bits.items():
            for above in _with_those_above(name):
                self._family[above] = self._family.get(above, 0) | bit

    def mask(self, names: Iterable[str]) -> Mask:
        """The set of these names."""
        return union(self.bits[name] for name in names)

    def beyond(self, place: int) -> Mask:
        """A mark that is no name, to be followed through a flow as facts are."""
        return 1 << (len(self.bits) + place)

    def names(self, mask: Mask) -> frozenset[str]:
        return frozenset(name for name, bit in self.bits.items() if mask & bit)

    def completing(self, step: ActionNode, *, also: Mask = 0) -> Effect:
        """What is lost and gained where the step is completed; `also` is gained with it."""
        provided = provided_by(step)
        left = self.leaving(step)
        within = union(self._family[name] & ~self.bits[name] for name in provided)
        gained = self.mask(above for name in provided for above in _with_those_above(name)) | also
        return Effect(gained=gained, lost=left.lost | within, own_or_all=left.own_or_all)

    def leaving(self, step: ActionNode) -> Effect:
        """What is lost where the step is left, by an exit or otherwise."""
        if not step.name:
            return Effect(lost=union(self._family[name] for name in step.contract.removes))
        pairs = ((name, f"{step.name}.{name}") for name in step.contract.removes)
        return Effect(
            own_or_all=tuple(
                (self.bits[own], self._family[own], self._family[name]) for name, own in pairs
            )
        )

    def wanted(self, name: str, *, seen_from: str = "") -> Mask:
        """The facts of which any one will do for what requires this name."""
        return self.mask(spellings(name, seen_from))

    def deciding(self, wanted: Mask, effects: Iterable[Effect]) -> Mask:
        """These facts, and all others on which it depends whether one of them is lost."""
        found = wanted
        pairs = {pair for effect in effects for pair in effect.own_or_all}
        more = True
        while more:
            more = False
            for own, lost_with_own, lost_else in pairs:
                if found & (lost_else | lost_with_own) and not found & own:
                    found |= own
                    more = True
        return found


def provided_by(step: ActionNode) -> tuple[str, ...]:
    """The names it leaves in the state, as others see them."""
    names = [name for name, _ in step.contract.provides]
    return tuple(f"{step.name}.{name}" for name in names) if step.name else tuple(names)


def spellings(name: str, seen_from: str) -> tuple[str, ...]:
    """Where a step finds a name: among its own values, if it has a name, and among everybody's."""
    return (name, f"{seen_from}.{name}") if seen_from else (name,)


def names_in(step: ActionNode) -> Iterator[str]:
    """Every name that the contract of a step is about."""
    contract: Contract = step.contract
    yield from provided_by(step)
    for name in (*contract.requires, *contract.removes):
        yield from spellings(name, step.name)


def _with_those_above(name: str) -> Iterator[str]:
    """ "address.country" stands in "address", so that is there, too."""
    parts = name.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))
