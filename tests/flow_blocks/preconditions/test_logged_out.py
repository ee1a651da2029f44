"""Logged out keeps visitors out who are logged in, and shows them the way out."""

from typing import Any

from cmsflows import Action, LoginRequired, Scaffold
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.transitions import Linear
from cmsflows.testing import Visitor
from cmsflows.testing.plugin import ServeFlow
from flow_blocks.preconditions.logged_out import LoggedOut
from tests.flow_blocks.preconditions.conftest import Ask


class SignUp(Action):
    preconditions = [LoggedOut]


class Leave(Action):
    logs_out = True


def test_who_is_not_logged_in_may_enter(ask: Ask) -> None:
    assert ask("logged_out").is_met


def test_who_is_logged_in_may_not(ask: Ask, ada: Any) -> None:
    asked = ask("logged_out", user=ada)

    assert not asked.is_met
    assert asked.message == "You are logged in. Please log out to continue."


def test_without_a_step_to_log_out_there_is_no_way_out(ask: Ask, ada: Any) -> None:
    assert ask("logged_out", user=ada).way_out is None


def test_the_step_to_log_out_is_the_way_out(
    serve_flow: ServeFlow, visitor: Visitor, ada: Any
) -> None:
    class Begin(Action):
        pass

    steps = [Begin, SignUp, Leave]
    flow = type("Flow", (Scaffold,), {"action_set": steps, "transition": Linear})
    visitor.client.force_login(ada)
    visitor.starts(serve_flow(flow))

    visitor.completes("begin")

    assert visitor.sees("leave")
    assert visitor.page.context["notice"] == "You are logged in. Please log out to continue."


def test_it_is_the_opposite_of_login_required(ask: Ask, ada: Any) -> None:
    for user in (None, ada):
        asked = ask("logged_out", user=user)

        assert asked.is_met is not LoginRequired().is_met(asked.step)


def test_it_needs_no_options_and_says_nothing_against_any(ask: Ask) -> None:
    asked = ask("logged_out")

    assert isinstance(asked.step.node, ActionNode)
    assert asked.flaws == []
