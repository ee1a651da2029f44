"""Contracts compared: may a step that was compiled under one contract run under another?

What a class has grown is no harm to whoever was promised less. What it has lost is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from cmsflows.definition.nodes import Contract


class Break(Enum):
    """What a new contract does not keep of an old one."""

    FIELD_GONE = "field_gone"
    FIELD_TYPE = "field_type"
    REQUIRES_MORE = "requires_more"
    PROVIDES_LESS = "provides_less"
    PROVIDED_TYPE = "provided_type"
    REMOVES_MORE = "removes_more"
    EXIT_GONE = "exit_gone"
    COMMITS = "commits"


@dataclass(frozen=True, slots=True)
class Incompatibility:
    """One thing that is no longer as it was."""

    kind: Break
    name: str = ""
    """Of the field, the state or the exit."""
    was: str = ""
    now: str = ""


def incompatibilities(old: Contract, new: Contract) -> list[Incompatibility]:
    """Everything by which a flow that counts on the old contract would be let down by the new.

    A new required field is none: nobody can know what it wants until its form is posted, and then
    the visitor is there to answer.
    """
    return [
        *_changed(old.fields, new.fields, gone=Break.FIELD_GONE, other=Break.FIELD_TYPE),
        *_added(old.requires, new.requires, Break.REQUIRES_MORE),
        *_changed(old.provides, new.provides, gone=Break.PROVIDES_LESS, other=Break.PROVIDED_TYPE),
        *_added(old.removes, new.removes, Break.REMOVES_MORE),
        *_gone_exits(old, new),
        *_effects(old, new),
    ]


def _changed(
    old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...], *, gone: Break, other: Break
) -> Iterator[Incompatibility]:
    types: Mapping[str, str] = dict(new)
    for name, was in old:
        if name not in types:
            yield Incompatibility(gone, name, was)
        elif types[name] != was:
            yield Incompatibility(other, name, was, types[name])


def _added(old: tuple[str, ...], new: tuple[str, ...], kind: Break) -> Iterator[Incompatibility]:
    return (Incompatibility(kind, name) for name in new if name not in old)


def _gone_exits(old: Contract, new: Contract) -> Iterator[Incompatibility]:
    left = dict(new.exits)
    return (Incompatibility(Break.EXIT_GONE, name) for name, _ in old.exits if name not in left)


def _effects(old: Contract, new: Contract) -> Iterator[Incompatibility]:
    if old.commits != new.commits:
        yield Incompatibility(Break.COMMITS, was=str(old.commits), now=str(new.commits))
