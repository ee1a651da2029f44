"""A situation: one request, and where in which flow it finds the visitor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from cmsflows import conf
from cmsflows.definition.nodes import EMPTY, ActionNode, Node
from cmsflows.engine.circumstances import Anyhow, Circumstances
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.host import State
from cmsflows.engine.ledger import AGAIN, visit_token
from cmsflows.engine.navigation import alternatives, arrival, landing
from cmsflows.engine.rewinding import before
from cmsflows.engine.runner import Standing, is_open, standing
from cmsflows.engine.task import Task, Visit
from cmsflows.engine.walk import AT_FIELD, THEN_FIELD, Walk
from cmsflows.serving import entry, return_to
from cmsflows.serving.mount import Mount

WANTED_FIELD = "_for"
"""Names the step for whose sake a visitor was led to another, where the task does not say."""


@dataclass(frozen=True)
class Situation:
    """Where the visitor stands, and which actions are in reach from there."""

    request: HttpRequest
    mount: Mount
    compiled: CompiledFlow
    task: Task | None
    walk: Walk
    first: ActionNode
    """The step the visitor is known to be at."""
    origin: ActionNode
    """The step they mean to take: that one, or another that shares its open visit."""
    standing: Standing
    reach: tuple[ActionNode, ...]
    action: ActionNode | None
    """The action to show or run: the one the URL names where it is in reach, else none."""
    visit: Visit | None = None
    """The visit that is gone back to; None where the visitor stands at the open one."""

    @property
    def token(self) -> str:
        """The `_pos` of this page's form; empty before there is a task."""
        if self.task is None:
            return ""
        if self.visit:
            return visit_token(
                task_id=self.task.id, seq=self.visit.seq, node=self.visit.node, kind=AGAIN
            )
        position = self.task.position
        return visit_token(task_id=self.task.id, seq=position.seq, node=position.node)

    def url(self, node: Node, query: Mapping[str, str] = EMPTY) -> str:
        """The URL of a node for this visitor, where they stand."""
        return self.walk.step_url(node, {**self._travelling(), **query})

    def _travelling(self) -> Mapping[str, str]:
        wanted = {WANTED_FIELD: self.origin.id} if self.origin.id != self.first.id else {}
        if self.visit is None:
            return wanted
        then = step_to_come_back_to(self.request, self.compiled)
        coming_back = {THEN_FIELD: then.id} if then else {}
        return {**wanted, AT_FIELD: str(self.visit.seq), **coming_back}


def find_situation(
    *,
    request: HttpRequest,
    mount: Mount,
    compiled: CompiledFlow,
    task: Task | None,
    first: ActionNode,
    load_state: Callable[[], State],
    visit: Visit | None = None,
) -> Situation:
    """Work out where a visitor stands, beginning with the step they are known to be at: where that
    is not there for them any more, at what follows it.

    Where a `visit` is gone back to, `task` is what it was then, and `first` the step it was at.
    Whatever the URL names, the preconditions of what will be shown or run are met.
    """
    walk = Walk(
        compiled=compiled,
        request=request,
        task=task,
        load_state=load_state,
        step_url=StepUrls(request, mount, compiled, task),
        kwargs={**(mount.values(task.args) if task else {}), **mount.kwargs},
        flow=mount.id,
    )
    here = first if walk.is_there(first) else landing(walk.given, first) or first
    shared = alternatives(walk.given, here)
    named = _named_by_url(mount, walk.given, here)
    wanted = request.GET.get(WANTED_FIELD, "")
    origin = _one_of(shared, _id(named)) or _one_of(shared, wanted) or here
    stands = standing(walk, origin)
    reach = _reach(walk.given, stands.action, shared)
    action = _one_of(reach, _id(named))
    if action and stands.action and action.id != stands.action.id and not is_open(walk, action):
        action = None
    return Situation(
        request, mount, compiled, task, walk, here, origin, stands, reach, action, visit
    )


def situation_of(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task
) -> Situation | None:
    """Where a task's visitor stands; None where its step is not in the flow any more."""
    node = compiled.definition.node(task.position.node)
    if not isinstance(node, ActionNode):
        return None
    situation = find_situation(
        request=request,
        mount=mount,
        compiled=compiled,
        task=task,
        first=node,
        load_state=task.state,
    )
    earlier = task.drafts.get(node.id) if task.position.is_asked_again else None
    if earlier and request.method != "POST":
        situation.walk.judge(node, earlier)
    return situation


def situation_at(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task, visit: Visit
) -> Situation | None:
    """What a visitor finds who goes back to a visit; None where its step is not there any more."""
    then = before(compiled, task, visit)
    node = compiled.definition.node(then.position.node)
    if not isinstance(node, ActionNode):
        return None
    return find_situation(
        request=request,
        mount=mount,
        compiled=compiled,
        task=then,
        first=node,
        load_state=then.state,
        visit=visit,
    )


def named_action(mount: Mount, compiled: CompiledFlow) -> ActionNode | None:
    """The action that the URL names; None for the flow's own URL, unless the flow is one action."""
    node = mount.locate(compiled)
    if node is None or (node is compiled.definition.root and not isinstance(node, ActionNode)):
        return None
    return arrival(Anyhow(compiled), node)


def step_to_come_back_to(request: HttpRequest, compiled: CompiledFlow) -> ActionNode | None:
    """The step from which a visitor went back to change one answer, as the URL names it."""
    named = request.GET.get(THEN_FIELD, "")
    node = compiled.definition.node(named) if named else None
    return node if isinstance(node, ActionNode) else None


def _named_by_url(mount: Mount, given: Circumstances, first: ActionNode) -> ActionNode | None:
    """The action that the URL names. The flow's own URL names its beginning, until it is begun."""
    node = mount.locate(given.compiled)
    if node is None or node is not given.compiled.definition.root:
        return arrival(given, node) if node else None
    return first if given.task is None or isinstance(node, ActionNode) else None


def _id(action: ActionNode | None) -> str:
    return action.id if action else ""


def _one_of(actions: tuple[ActionNode, ...], node_id: str) -> ActionNode | None:
    return next((each for each in actions if each.id == node_id), None)


def _reach(
    given: Circumstances, action: ActionNode | None, shared: tuple[ActionNode, ...]
) -> tuple[ActionNode, ...]:
    if action is None:
        return ()
    return shared if _one_of(shared, action.id) else alternatives(given, action)


@dataclass(frozen=True)
class StepUrls:
    """Answers the URLs of nodes, with what must travel in their query."""

    request: HttpRequest
    mount: Mount
    compiled: CompiledFlow
    task: Task | None

    def __call__(self, node: Node, query: Mapping[str, str] = EMPTY) -> str:
        kwargs = self.task.args if self.task else self.mount.kwargs
        url = self.mount.url(self.compiled, node, kwargs)
        parameters = urlencode({**self._travelling(), **query})
        return f"{url}?{parameters}" if parameters else url

    def _travelling(self) -> dict[str, str]:
        """The task's id; before there is a task, what the visitor entered with."""
        if self.task:
            return {conf.task_id_param(): self.task.id}
        given = self.request.GET
        return {name: given[name] for name in (entry.FIELD, return_to.FIELD) if name in given}
