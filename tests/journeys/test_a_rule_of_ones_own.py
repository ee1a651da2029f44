"""A developer's own rule for groups is a class of a few lines: the one that the README shows."""

import pytest

from cmsflows import COMPLETE, Action, Linear, register_action, register_transition
from cmsflows.cms.blocks.assemble import flow_stream_block, forget_block
from cmsflows.cms.gate import errors_of
from cmsflows.engine.registry import registry
from cmsflows.testing import Visitor, flow_page, group, step

pytestmark = pytest.mark.django_db


class UntilEmail(Linear):
    """One step after the other, until an email address is known."""

    def choose_next(self, group):
        return COMPLETE if group.state.get("email") else super().choose_next(group)

    def edges(self, node):
        return [*super().edges(node), *((child, None) for child in node.children)]


class MayTell(Action):
    """Tells an address, if the visitor wants to."""

    exits = {"tell": "Tell"}

    def form_valid(self, form):
        if self.request.POST.get("email"):
            self.state["email"] = self.request.POST["email"]
        return COMPLETE


@pytest.fixture(autouse=True)
def _registered():
    register_transition("until_email", label="Until we can write", icon="mail")(UntilEmail)
    register_action("may_tell")(MayTell)
    forget_block()
    yield
    registry.transitions.remove("until_email")
    registry.actions.remove("may_tell")
    forget_block()


@pytest.fixture
def page():
    asks = group(
        "How can we write?",
        step("may_tell", "Here"),
        step("test_note", "Or there"),
        transition="until_email",
    )
    return flow_page(asks, step("test_note", "Thanks"))


@pytest.mark.parametrize(("answer", "then"), [({"email": "a@b.c"}, "thanks"), ({}, "or-there")])
def test_it_decides_what_follows(page, answer, then):
    visitor = Visitor()
    visitor.opens("/checkout/")

    visitor.submits(**answer)

    assert visitor.sees(then)


def test_editors_are_offered_it_and_the_gate_knows_its_ways(page):
    rules = flow_stream_block().child_blocks["scaffold"].child_blocks["transition"]

    assert "until_email" in str(dict(rules.child_blocks["type"].field.choices))
    assert errors_of(page) == []
