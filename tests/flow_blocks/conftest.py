"""One step of one kind, served outside any flow: what it answers, and what it leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.forms import BaseForm
from django.http import HttpRequest
from django.test import RequestFactory

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.action import Action, Answer
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.walk import Walk


@dataclass(frozen=True)
class Served:
    """A step after it was served."""

    action: Action
    answer: Answer

    @property
    def state(self) -> dict[str, Any]:
        return self.action.state

    @property
    def form(self) -> BaseForm:
        assert self.action.bound_form is not None
        return self.action.bound_form

    @property
    def errors(self) -> Mapping[str, list[str]]:
        return {name: list(map(str, errors)) for name, errors in self.form.errors.items()}


Serve = Callable[..., Served]


@pytest.fixture
def serve(rf: RequestFactory) -> Serve:
    """`serve("choice", {"question": …}, data={…}, user=…)`; without data it is a GET."""

    def serve_one(
        key: str,
        options: Mapping[str, Any] | None = None,
        *,
        data: Mapping[str, Any] | None = None,
        user: Any = None,
    ) -> Served:
        request = rf.get("/") if data is None else rf.post("/", data)
        request.user = user or AnonymousUser()
        request.session = SessionStore()
        node = ActionNode(id="step", key=key, options=options or {})
        action = joined(node, request)
        return Served(action, action.run(request))

    return serve_one


def joined(node: ActionNode, request: HttpRequest) -> Action:
    compiled = CompiledFlow(FlowDefinition(node))
    walk = Walk(
        compiled=compiled,
        request=request,
        task=None,
        load_state=dict,
        step_url=lambda node, query: f"/{node.slug}",
    )
    walk.before_effect = _let_it
    action = compiled.action_class(node)()
    action.join(walk, node)
    return action


def _let_it(action: Action) -> None:
    """No flow is there to say that a step must not commit."""


HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE auth_user; --",
    "{{ 7|add:7 }}{% debug %}",
    "\u202eright to left",
    "🎂" * 50,
    "ÅsaLi 李 عمر Ő’Neill-Ñandú",
]
"""Text that is odd, and yet only text."""


@pytest.fixture(params=HOSTILE, ids=["html", "sql", "template", "rtl", "emoji", "scripts"])
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)
