"""Small flows and walks through them, without a database and without a server."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode, TransitionSpec
from cmsflows.engine.action import Action
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.registry import dotted_path
from cmsflows.engine.task import Position, Task
from cmsflows.engine.walk import Walk


class Step(Action):
    """An action that asks nothing."""


def action(node_id: str, component: type[Action] = Step, **values: Any) -> ActionNode:
    return ActionNode(id=node_id, key=dotted_path(component), slug=node_id, **values)


def scaffold(node_id: str, *children: Node, transition: str = "linear") -> ScaffoldNode:
    return ScaffoldNode(
        id=node_id,
        key="scaffold",
        slug=node_id,
        children=children,
        transition=TransitionSpec(transition),
    )


def compiled(*children: Node, transition: str = "linear") -> CompiledFlow:
    return CompiledFlow(FlowDefinition(scaffold("root", *children, transition=transition)))


def task_at(flow: CompiledFlow, node_id: str, **values: Any) -> Task:
    return Task(
        id="0" * 32, flow="page:1", version=flow.version, position=Position(node_id, 0), **values
    )


def walk_of(
    flow: CompiledFlow, task: Task | None = None, *, user: Any = None, **state: Any
) -> Walk:
    """A walk with a request of nobody, or of a user."""
    request = RequestFactory().get("/flow/")
    request.user = user or AnonymousUser()
    return Walk(
        compiled=flow,
        request=request,
        task=task,
        load_state=task.state if task else lambda: state,
        step_url=lambda node, query: f"/{node.id}/",
    )
