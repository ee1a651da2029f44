"""The decorators developers write: `@register_action("gift_message", label="Gift message")`."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.functional import Promise

from cmsflows.engine.registry import register_on, registry

T = TypeVar("T")


def register_action(
    key: str,
    *,
    label: str | Promise | None = None,
    icon: str = "form",
    group: str | Promise = "",
    aliases: tuple[str, ...] = (),
    supersedes: tuple[str, ...] = (),
) -> Callable[[type[T]], type[T]]:
    """Make an Action a block that editors can place in a flow.

    `key` is stored in pages and tasks, for ever; `aliases` are keys that this same class had
    before, and `supersedes` the keys of other classes that are gone, of which this one takes over
    the steps: they are run and edited as steps of this key, and `check_flows` does not compare its
    contract with theirs. `label`, `icon` (a Wagtail icon name) and `group` are what editors see in
    the picker, with the first line of the class's docstring. Raises `DuplicateKeyError` when a key
    is taken.
    """
    return register_on(
        registry.actions,
        key,
        label=label,
        icon=icon,
        group=group,
        aliases=aliases,
        supersedes=supersedes,
    )


def register_scaffold(
    key: str,
    *,
    label: str | Promise | None = None,
    icon: str = "folder-open-inverse",
    group: str | Promise = "",
    aliases: tuple[str, ...] = (),
) -> Callable[[type[T]], type[T]]:
    """Make a Scaffold written in code one block for editors: a ready-made group."""
    return register_on(
        registry.scaffolds, key, label=label, icon=icon, group=group, aliases=aliases
    )


def register_precondition(
    key: str,
    *,
    label: str | Promise | None = None,
    icon: str = "lock",
    aliases: tuple[str, ...] = (),
) -> Callable[[type[T]], type[T]]:
    """Make a Precondition available under a key."""
    return register_on(
        registry.preconditions, key, label=label, icon=icon, group="", aliases=aliases
    )


def register_transition(
    key: str,
    *,
    label: str | Promise | None = None,
    icon: str = "redirect",
    aliases: tuple[str, ...] = (),
) -> Callable[[type[T]], type[T]]:
    """Make a Transition one of the rules an editor can choose for a group."""
    return register_on(registry.transitions, key, label=label, icon=icon, group="", aliases=aliases)
