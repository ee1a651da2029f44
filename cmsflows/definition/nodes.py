"""The nodes of a flow's tree: actions are its leaves, scaffolds its branches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

EMPTY: Mapping[str, Any] = MappingProxyType({})
"""An empty mapping that nobody can fill by mistake. `Any`: options are JSON of any shape."""


@dataclass(frozen=True, slots=True)
class Words:
    """What marketing staff write for a step; the HTML of `intro` is Wagtail's own rich text."""

    intro: str = ""
    help: str = ""
    button: str = ""
    image: int | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """What an action needs and leaves, as it was when the flow was compiled."""

    requires: tuple[str, ...] = ()
    provides: tuple[tuple[str, str], ...] = ()
    """Pairs of state name and type name."""
    removes: tuple[str, ...] = ()
    exits: tuple[tuple[str, str], ...] = ()
    """Pairs of exit name and label."""
    fields: tuple[tuple[str, str], ...] = ()
    """Pairs of form field and type name, as far as the form says before it is made."""
    commits: bool = False
    """Has it an effect outside, which must happen once?"""
    is_repeatable: bool = False
    """May that happen more than once in a run?"""

    @property
    def provided(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.provides)


@dataclass(frozen=True, slots=True)
class TransitionSpec:
    """Which registered transition a scaffold uses, and how it is set."""

    type: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreconditionSpec:
    """Which registered precondition guards a node, and how it is set."""

    type: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What actions and scaffolds share. `id` is stable: positions and history refer to it."""

    id: str
    key: str
    """The registered key, or for classes nobody registered their dotted path."""
    slug: str = ""
    """One path segment; in code flows it may be several, or hold path converters."""
    title: str = ""
    words: Words = field(default=Words())
    options: Mapping[str, Any] = field(default_factory=dict)
    when: Mapping[str, Any] = field(default_factory=dict)
    """The condition under which it is there at all; empty is always. See `conditions`."""
    preconditions: tuple[PreconditionSpec, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionNode(Node):
    """A leaf: one step a visitor sees and completes."""

    name: str = ""
    """Where its state lives, when an editor named it; empty means the flat state."""
    exits: tuple[tuple[str, str], ...] = ()
    """Wired exits: pairs of exit name and node id."""
    contract: Contract = field(default=Contract())


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaffoldNode(Node):
    """A branch: a named group with a rule for moving on."""

    children: tuple["Node", ...] = ()
    transition: TransitionSpec = TransitionSpec("any_one_of")


@dataclass(frozen=True, slots=True)
class Input:
    """What a flow is told when it is started: a name in the state, and a type."""

    name: str
    type: str = "text"
    """One of "text", "number", "whole_number", "date", "yes_no"."""
    label: str = ""
    is_required: bool = True


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, parents first, in reading order."""
    yield node
    if isinstance(node, ScaffoldNode):
        for child in node.children:
            yield from walk(child)
