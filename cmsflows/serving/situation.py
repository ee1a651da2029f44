"""A situation: one request, and where in which flow it finds the visitor."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from cmsflows import conf
from cmsflows.definition.nodes import EMPTY, ActionNode, Node
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.navigation import alternatives, arrival
from cmsflows.engine.runner import Standing, standing
from cmsflows.engine.task import Task
from cmsflows.engine.walk import State, Walk
from cmsflows.serving import entry, return_to
from cmsflows.serving.mount import Mount


@dataclass(frozen=True)
class Situation:
    """Where the visitor stands, and which actions are in reach from there."""

    request: HttpRequest
    mount: Mount
    compiled: CompiledFlow
    task: Task | None
    walk: Walk
    standing: Standing
    reach: tuple[ActionNode, ...]
    version: int = 0
    """The version of the stored record; 0 where there is none."""

    @property
    def action(self) -> ActionNode | None:
        """The action to show or run: the one the URL names where it is in reach, else none."""
        node = self.mount.locate(self.compiled)
        found = arrival(self.compiled, node) if node else None
        return next((each for each in self.reach if found and each.id == found.id), None)

    def url(self, node: Node, query: Mapping[str, str] = EMPTY) -> str:
        """The URL of a node for this visitor."""
        return self.walk.step_url(node, query)


def find_situation(
    *,
    request: HttpRequest,
    mount: Mount,
    compiled: CompiledFlow,
    task: Task | None,
    first: ActionNode,
    state: State,
    version: int = 0,
) -> Situation:
    """Work out where a visitor stands, beginning with the step they are known to be at."""
    walk = Walk(
        compiled=compiled,
        request=request,
        task=task,
        state=state,
        step_url=StepUrls(request, mount, compiled, task),
        kwargs={**(task.args if task else {}), **mount.kwargs},
    )
    stands = standing(walk, first)
    reach = alternatives(compiled, stands.action) if stands.action else ()
    return Situation(request, mount, compiled, task, walk, stands, reach, version)


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
