"""Serves one step of one kind outside any flow: what it answers, and what it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string

from cmsflows import conf
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import EMPTY, ActionNode
from cmsflows.engine.action import Action, Answer
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.registry import dotted_path, registry
from cmsflows.engine.task import Position, Task
from cmsflows.engine.walk import Walk
from cmsflows.serving.context import FlowInfo

NOBODY = "django.contrib.auth.models.AnonymousUser"
"""By its path: models cannot be imported before Django has started."""

TASK_ID = "5" * 32
FLOW = "test"


@dataclass(frozen=True)
class Served:
    """A step after it was served."""

    action: Action
    answer: Answer
    """COMPLETE, an exit, or a response."""

    @property
    def state(self) -> dict[str, Any]:
        """What it left in the state. `Any`: actions put there what they like."""
        return self.action.state

    @property
    def form(self) -> BaseForm:
        form = self.action.bound_form
        if form is None:
            raise AssertionError(f"The step made no form; it answered {self.answer!r}.")
        return form

    @property
    def errors(self) -> Mapping[str, list[str]]:
        """What is wrong with the form, by field."""
        return {name: list(map(str, errors)) for name, errors in self.form.errors.items()}

    @property
    def html(self) -> str:
        """The page, where the step answered one."""
        response = self.answer
        if not isinstance(response, HttpResponse):
            raise AssertionError(f"The step answered no page, but {response!r}.")
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        return response.content.decode()


def serve_step(
    step: str | type[Action],
    options: Mapping[str, Any] | None = None,
    *,
    data: Mapping[str, Any] | None = None,
    user: Any = None,
    state: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> Served:
    """Serve a step by its key or class; without data it is only looked at.

    `serve_step("choice", {"question": "Tea?", …}, data={"choice": "Yes"})`. `options` is their
    stored form, `state` what earlier steps have told. `Any`: all of these are of all kinds.
    """
    asked = request or _request(data)
    asked.user = user or import_string(NOBODY)()
    key = step if isinstance(step, str) else registry.actions.key_of(step) or dotted_path(step)
    node = ActionNode(id="step", key=key, options=options or {}, title=key)
    action = joined(node, asked, state=state or EMPTY)
    return Served(action, action.run(asked))


def joined(node: ActionNode, request: HttpRequest, *, state: Mapping[str, Any] = EMPTY) -> Action:
    """The action of a node that stands alone, for this request. `Any`: state is of all kinds."""
    compiled = CompiledFlow(FlowDefinition(node))
    walk = Walk(
        compiled=compiled,
        request=request,
        task=Task(id=TASK_ID, flow=FLOW, version=compiled.version, position=Position(node.id, 0)),
        load_state=partial(dict, state),
        step_url=lambda node, query: f"/{node.slug}",
        flow=FLOW,
    )
    walk.before_effect = _let_it
    walk.page_context = _page_context
    action = compiled.action_class(node)()
    action.join(walk, node)
    return action


def _request(data: Mapping[str, Any] | None) -> HttpRequest:
    """`Any`: what a form may hold."""
    made = RequestFactory()
    request: HttpRequest = made.get("/") if data is None else made.post("/", data)
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as Django does
    return request


def _let_it(action: Action) -> None:
    """No flow is there to say that a step must not commit."""


def _page_context(action: Action) -> dict[str, Any]:
    """What a template needs so that it can be rendered. `Any`: template variables."""
    base = str(conf.get("FLOWS_BASE_TEMPLATE"))
    flow = FlowInfo(title="", base_template=base, root_url=lambda: "/")
    return {"flow": flow, "node": action.node, "form_action": "/", "hidden_fields": []}
