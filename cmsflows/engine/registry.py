"""The registry: which actions, scaffolds, preconditions and transitions there are, by key.

Keys are for ever: pages and tasks store them. Rename a class freely; keep its key, or register
the old one as an alias.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.text import capfirst

from cmsflows.exceptions import DefinitionError, DuplicateKeyError, UnknownKeyError

T = TypeVar("T")

RESERVED_KEYS = frozenset({"scaffold", "reusable", "unavailable"})
"""Stream items of these types are cmsflows' own."""

KEY = re.compile(r"[a-z][a-z0-9_]{0,99}")


@dataclass(frozen=True, slots=True)
class Registered:
    """One registered class, and how it presents itself to editors."""

    key: str
    target: type[Any]
    """`Any`: each shelf holds classes of another kind."""
    label: str | Promise
    icon: str
    group: str | Promise
    description: str
    supersedes: tuple[str, ...] = ()
    """Keys of classes that are gone, whose place this one takes."""


class Shelf:
    """All registered classes of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._by_key: dict[str, Registered] = {}
        self._keys: dict[type[Any], str] = {}
        self._aliases: dict[str, str] = {}

    def __iter__(self) -> Iterator[Registered]:
        return iter(self._by_key.values())

    def __contains__(self, key: str) -> bool:
        return self.find(key) is not None

    def add(self, entry: Registered, aliases: tuple[str, ...] = ()) -> None:
        """Put a class on the shelf. Raises `DefinitionError` for a key that cannot serve."""
        older = (*aliases, *entry.supersedes)
        for key in (entry.key, *older):
            self._refuse_bad_key(key, entry.target)
        self._by_key[entry.key] = entry
        self._keys[entry.target] = entry.key
        for alias in older:
            self._aliases[alias] = entry.key

    def remove(self, key: str) -> None:
        """Take a class off the shelf; for tests and for sites that replace a ready block."""
        entry = self._by_key.pop(key)
        self._keys.pop(entry.target, None)
        self._aliases = {old: new for old, new in self._aliases.items() if new != key}

    def find(self, key: str) -> Registered | None:
        """The entry under this key, alias or superseded key, or None."""
        return self._by_key.get(self._aliases.get(key, key))

    def get(self, key: str) -> Registered:
        """The entry that `find` answers. Raises `UnknownKeyError` where there is none."""
        entry = self.find(key)
        if entry is None:
            raise UnknownKeyError(kind=self.kind, key=key, known=self._by_key)
        return entry

    def is_superseded(self, key: str) -> bool:
        """Has another class taken the place of the one that had this key?"""
        entry = self.find(key)
        return entry is not None and key in entry.supersedes

    def key_of(self, target: type[Any]) -> str | None:
        """The key a class is registered under; a subclass does not inherit it."""
        return self._keys.get(target)

    def _refuse_bad_key(self, key: str, target: type[Any]) -> None:
        if not KEY.fullmatch(key) or key in RESERVED_KEYS:
            raise DefinitionError(
                f"{key!r} cannot be the key of {dotted_path(target)}: use lower-case letters, "
                f"digits and underscores, and none of {', '.join(sorted(RESERVED_KEYS))}."
            )
        taken = self.find(key)
        if taken is not None and taken.target is not target:
            raise DuplicateKeyError(
                kind=self.kind, key=key, first=dotted_path(taken.target), second=dotted_path(target)
            )


class Registry:
    """The four shelves."""

    def __init__(self) -> None:
        self.actions = Shelf("action")
        self.scaffolds = Shelf("scaffold")
        self.preconditions = Shelf("precondition")
        self.transitions = Shelf("transition")


registry = Registry()
"""The registry of this process; `flow_blocks` modules fill it when Django starts."""


def dotted_path(target: type[Any]) -> str:
    return f"{target.__module__}.{target.__qualname__}"


def words_of(name: str) -> str:
    """A class name as words: "GiftMessage" is "Gift message"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return capfirst(spaced.lower())


def register_on(
    shelf: Shelf,
    key: str,
    *,
    label: str | Promise | None,
    icon: str,
    group: str | Promise,
    aliases: tuple[str, ...],
    supersedes: tuple[str, ...] = (),
) -> Callable[[type[T]], type[T]]:
    """A class decorator that puts the class on a shelf; its docstring describes it to editors."""

    def decorate(target: type[T]) -> type[T]:
        description = (target.__doc__ or "").strip().partition("\n")[0]
        entry = Registered(
            key=key,
            target=target,
            label=words_of(target.__name__) if label is None else label,
            icon=icon,
            group=group,
            description=description,
            supersedes=supersedes,
        )
        shelf.add(entry, aliases)
        return target

    return decorate
