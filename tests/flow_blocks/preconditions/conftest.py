"""One guard of one kind, before one step: what it says to whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.definition.nodes import ActionNode, PreconditionSpec
from cmsflows.engine.action import Action
from cmsflows.engine.compiled import made_guard
from cmsflows.engine.preconditions import Precondition
from cmsflows.testing.steps import joined


@dataclass(frozen=True)
class Asked:
    """A guard, and the step it is before."""

    guard: Precondition
    step: Action

    @property
    def is_met(self) -> bool:
        return self.guard.is_met(self.step)

    @property
    def message(self) -> str:
        return str(self.guard.message_for(self.step))

    @property
    def way_out(self) -> Any:
        return self.guard.way_out(self.step)

    @property
    def flaws(self) -> list[str]:
        return [str(each) for each in self.guard.flaws()]


Ask = Callable[..., Asked]


@pytest.fixture
def ask(rf: RequestFactory) -> Ask:
    """`ask("in_group", {"group": "Members"}, user=…)`: nobody is logged in without a user."""

    def ask_one(key: str, options: Mapping[str, Any] | None = None, *, user: Any = None) -> Asked:
        request = rf.get("/")
        request.user = user or AnonymousUser()
        step = joined(ActionNode(id="step", key="message"), request)
        return Asked(made_guard(PreconditionSpec(key, options or {})), step)

    return ask_one


@pytest.fixture
def ada(db: None) -> Any:
    return get_user_model().objects.create_user("ada")


def options_block(key: str) -> Any:
    """The block in which editors set this guard. `Any`: Wagtail has no types."""
    step = flow_stream_block().child_blocks["message"]
    return step.child_blocks["preconditions"].child_blocks[key]
