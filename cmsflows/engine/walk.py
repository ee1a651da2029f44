"""A walk is one request's way through one flow: what all components of the path share."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from cmsflows.definition.nodes import EMPTY, ActionNode, Node
from cmsflows.engine.action import Action
from cmsflows.engine.codec import encode_state
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.delta import Delta, Encoded, difference, differences_seen_from, seen_from
from cmsflows.engine.host import State
from cmsflows.engine.navigation import destination, leads_somewhere
from cmsflows.engine.task import Task

StepUrl = Callable[[Node, Mapping[str, str]], str]
"""Answers the URL of a node, for this task, with these query parameters added."""

PageContext = Callable[[Action], dict[str, Any]]
"""Answers what templates see beside the form. `Any`: template variables are of all kinds."""


class Walk:
    """Made for one request, and thrown away with it.

    Whoever shows a page sets `page_context` before.
    """

    def __init__(
        self,
        *,
        compiled: CompiledFlow,
        request: HttpRequest,
        task: Task | None,
        load_state: Callable[[], State],
        step_url: StepUrl,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] = EMPTY,
    ) -> None:
        self.compiled = compiled
        self.request = request
        self.task = task
        self._load_state = load_state
        self.args = args
        self.kwargs = kwargs
        self.step_url = step_url
        self.page_context: PageContext = _nothing
        self._named: dict[str, State] = {}

    @cached_property
    def state(self) -> State:
        """What the task has gathered; read when somebody first asks for it.

        Raises `UnreadableRecordError` when somebody else wrote it.
        """
        return self._load_state()

    def components(self, action: ActionNode) -> list[Component]:
        """New components for the path to an action, root first."""
        found = []
        for node in self.compiled.definition.lineage(action):
            component = self.compiled.component_class(node)()
            component.join(self, node)
            found.append(component)
        return found

    def state_for(self, node: Node) -> State:
        """The state as a node sees it: a step that an editor named has values of its own."""
        name = node.name if isinstance(node, ActionNode) else ""
        if not name:
            return self.state
        if name not in self._named:
            self._named[name] = deepcopy(seen_from(self.state, name))
        return self._named[name]

    def deltas_since(self, before: Encoded) -> tuple[Delta, ...]:
        """What the components changed, beginning with the state of before.

        Raises `UnstorableValueError` for values that cannot be kept, `TooManyItemsError`.
        """
        if "state" not in vars(self):
            return ()  # Nobody has so much as looked at it.
        shared = difference(before, encode_state(self.state))
        named = [
            delta
            for name, now in self._named.items()
            for delta in differences_seen_from(before, encode_state(now), name)
        ]
        return tuple(delta for delta in (shared, *named) if delta)

    def link_to(self, source: Node, target: object, query: Mapping[str, str]) -> str:
        """The URL of another component, for this visitor's task."""
        return self.step_url(destination(self.compiled, source, target), query)

    def leads_somewhere(self, source: Node, target: object) -> bool:
        """Is there a place that `target` leads to from this node?"""
        return leads_somewhere(self.compiled, source, target)

    def way_back(self) -> str:
        """The URL that leads back here: after logging in elsewhere, say."""
        if self.task is None:
            return self.request.get_full_path()
        return self.step_url(self.compiled.definition.root, EMPTY)


def leaf(components: list[Component]) -> Action:
    """The action at the end of a path. Raises `TypeError` where the path ends elsewhere."""
    component = components[-1]
    if not isinstance(component, Action):
        raise TypeError(f"{component!r} is no action, so it cannot be a step.")
    return component


def _nothing(action: Action) -> dict[str, Any]:
    return {}
