"""A scaffold is a named group of actions and scaffolds, with a rule for moving on."""

from collections.abc import Mapping, Sequence
from typing import Any

from cmsflows.definition.nodes import EMPTY
from cmsflows.engine.components import Component


class Scaffold(Component):
    """A branch of the tree. `action_set` names its children: classes, keys or class names."""

    action_set: Sequence[type[Component] | str] = ()

    inputs: Mapping[str, type] = EMPTY
    """What a flow of this scaffold must be told at its start: names in the state, and types."""

    transition: Any = None
    """A Transition class or instance, or anything with `choose_next(group)` (hence `Any`).

    None leaves it to what the editor chose; in code that is: completing any child completes the
    group.
    """
