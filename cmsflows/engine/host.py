"""A host is what a component lives in for one request, as far as a component may see it.

`Walk` is the host of all that is served. Components and preconditions know no more of it than what
stands here, so that the walk can know them.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.engine.answers import Answers
from cmsflows.engine.file_reference import FileReference
from cmsflows.engine.task import Task, Visit
from cmsflows.engine.transitions import Transition

State = dict[str, Any]
"""What a task has gathered. `Any`: actions put there what they like."""


class HostedFlow(Protocol):
    """The flow that is being served."""

    @property
    def definition(self) -> FlowDefinition: ...

    def options(self, node: Node) -> Mapping[str, Any]:
        """What the editor set for a node. `Any`: each `Options` block decides."""

    def action_class(self, node: ActionNode) -> Any:
        """The class behind a leaf. `Any`: an action, which this module must not know."""

    def transition(self, node: ScaffoldNode) -> Transition:
        """The rule of a scaffold."""

    def is_available(self, node: Node) -> bool:
        """Is there still a class behind this node?"""

    def logs_in(self, node: ActionNode) -> bool:
        """Does this step log its visitor in?"""

    def logs_out(self, node: ActionNode) -> bool:
        """Does this step log its visitor out?"""


class Host(Protocol):
    """One request's walk, from within."""

    @property
    def compiled(self) -> HostedFlow: ...

    @property
    def request(self) -> HttpRequest: ...

    @property
    def flow(self) -> str:
        """What tasks know the flow by: "page:12"; empty where it is no flow of the site's."""

    @property
    def task(self) -> Task | None: ...

    @property
    def task_id(self) -> str: ...

    @property
    def args(self) -> tuple[Any, ...]: ...

    @property
    def kwargs(self) -> Mapping[str, Any]: ...

    @property
    def page_context(self) -> Callable[[Any], dict[str, Any]]:
        """Answers what templates see beside the form. `Any`: an action, and variables."""

    def state_for(self, node: Node) -> State:
        """The state as a node sees it."""

    def at(self, visit: Visit) -> "Host":
        """The walk when a visit was open, with its step's form bound to what was answered."""

    def change_url(self, visit: Visit, *, then: Node) -> str:
        """Where this visitor can answer a visit's step anew, to come back to `then`; or empty."""

    def link_to(self, source: Node, target: object, query: Mapping[str, str]) -> str:
        """The URL of another component, for this visitor's task."""

    def is_there(self, node: Node) -> bool:
        """Is this node there for the visitor, by its conditions?"""

    def leads_somewhere(self, source: Node, target: object) -> bool:
        """Is there such a place to go to?"""

    def way_back(self) -> str:
        """The URL that leads back here."""

    def earlier_answers(self, node: Node) -> Answers | None:
        """What this step was told before."""

    def judged_answers(self, node: Node) -> Answers | None:
        """What is to be validated once more in place of what the request holds."""

    @property
    def before_effect(self) -> Callable[[Any], None]:
        """Called when a commit step is about to run; raises where that must not be. `Any`: an
        action, which this module must not know."""

    def idempotency_key(self, node: Node) -> str:
        """The name of what this step does for this visitor."""

    def keep_file(self, upload: UploadedFile) -> FileReference:
        """Keep an upload of this request."""

    def kept_file(self, value: object) -> FileReference | None:
        """The reference to an upload that was kept in this request."""

    def file_url(self, reference: FileReference) -> str:
        """Where this visitor can download a file."""


class Guarded(Protocol):
    """A component, as a precondition sees it."""

    @property
    def node(self) -> Node: ...

    @property
    def request(self) -> HttpRequest: ...

    @property
    def state(self) -> State: ...

    @property
    def walk(self) -> Host: ...
