"""A component is a node's behaviour: an action or a scaffold, alive for one request."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from cmsflows.definition.nodes import EMPTY, Node
from cmsflows.engine.host import Host
from cmsflows.engine.outcome import SendTo
from cmsflows.engine.preconditions import Precondition
from cmsflows.engine.registry import dotted_path


class Component:
    """What actions and scaffolds share: hooks, and what they know while a request is served."""

    preconditions: Sequence[Precondition | type[Precondition]] = ()
    """Checked from root to leaf on every request, before any `prepare`."""

    skip_on_back = False
    """Pass over this step when the visitor goes back; set it on payments."""

    url: str | None = None
    """In code flows: the path of this component below its parent's, converters allowed."""

    urls: Sequence[str] = ()
    """In code flows: several paths it answers at; the first is the one that links use."""

    title: str = ""
    """In code flows: what the step is called; otherwise the label or the class name says."""

    promises: Mapping[str, str | Promise] = EMPTY
    """What can be promised of a flow with it: names in the state, and a sentence for each, such as
    "Nobody finishes without paying." Editors tick those that their flow must keep; a flow in code
    keeps those of its root."""

    Options: ClassVar[type[Any] | None] = None
    """What editors may set: an `ActionOptions` block. `Any`: this layer knows no Wagtail."""

    node: Node
    walk: Host
    request: HttpRequest
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = EMPTY
    """URL arguments, which every component of the path is given. `Any`: converters decide."""

    _by_path: ClassVar[dict[str, type["Component"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Component._by_path[dotted_path(cls)] = cls

    def join(self, walk: Host, node: Node) -> None:
        """Take part in one request. A component serves one request only."""
        if hasattr(self, "walk"):
            raise RuntimeError(f"{self!r} has served a request already; make a new one.")
        self.walk = walk
        self.node = node
        self.request = walk.request
        self.args = walk.args
        self.kwargs = walk.kwargs

    @property
    def task_id(self) -> str | None:
        """The id of this visitor's task; None before its first form was accepted."""
        return self.walk.task.id if self.walk.task else None

    @property
    def flow_id(self) -> str:
        """What this visitor's task knows its flow by, "page:12" say; empty before there is one."""
        return self.walk.task.flow if self.walk.task else ""

    @property
    def state(self) -> dict[str, Any]:
        """What the task has gathered so far; changes are kept when the form is accepted."""
        return self.walk.state_for(self.node)

    @state.setter
    def state(self, values: Mapping[str, Any]) -> None:
        kept = dict(values)  # `self.state |= …` hands over the very dictionary it is to fill
        self.state.clear()
        self.state.update(kept)

    @cached_property
    def options(self) -> Mapping[str, Any]:
        """What the editor set for this step, as the values of its `Options` block."""
        return self.walk.compiled.options(self.node)

    def prepare(self, request: HttpRequest) -> HttpResponse | SendTo | None:
        """Runs from root to leaf before the action; answer a response to take its place."""
        return None

    def handle_response(self, response: HttpResponse) -> HttpResponse:
        """Runs from leaf to root on every response; answer it, or another."""
        return response

    def get_url_args(self) -> Mapping[str, Any]:
        """URL arguments to use from here on, beside those the flow was entered with."""
        return EMPTY

    def send_to(self, target: object) -> SendTo:
        """Answer this to go to a sibling, or to a sibling of an ancestor, or through an exit."""
        return SendTo(target)

    def link_to(self, target: object, query: Mapping[str, str] = EMPTY) -> str:
        """The URL of another component of this flow, for this visitor's task.

        Raises `UnreachableTargetError` where `target` is neither sibling nor ancestor's sibling.
        """
        return self.walk.link_to(self.node, target, query)


def known_component(path: str) -> type[Component] | None:
    """The component class of this dotted path, where its module has been imported already."""
    return Component._by_path.get(path)


def components_called(name: str) -> list[type[Component]]:
    """Every known component class of this name."""
    return [each for each in Component._by_path.values() if each.__name__ == name]
