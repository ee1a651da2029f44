"""Where one can go from a step, and what is in reach."""

import pytest

from cmsflows.engine.circumstances import Anyhow
from cmsflows.engine.navigation import (
    after,
    alternatives,
    arrival,
    branch_apart,
    contains,
    destination,
    first_step,
    leads_somewhere,
)
from cmsflows.engine.registering import register_transition
from cmsflows.engine.registry import dotted_path, registry
from cmsflows.engine.transitions import Transition
from cmsflows.exceptions import UnreachableTargetError
from tests.engine.trees import Step, action, compiled, scaffold


class Other(Step):
    pass


FLOW = compiled(
    action("item"),
    scaffold(
        "who",
        action("log_in", exits=(("forgot", "code"), ("lost", "gone"))),
        scaffold("new", action("email", Other), action("password")),
        scaffold("forgotten", scaffold("send", action("code")), action("reset")),
        transition="any_one_of",
    ),
    scaffold("empty", scaffold("void")),
    action("confirm"),
)
ANYHOW = Anyhow(FLOW)


def node(node_id):
    return FLOW.definition.by_id[node_id]


def ids(nodes):
    return [each.id for each in nodes]


@pytest.mark.parametrize(
    ("target", "leaf"),
    [("root", "item"), ("who", "log_in"), ("forgotten", "code"), ("confirm", "confirm")],
)
def test_being_sent_to_a_group_means_its_first_leaf(target, leaf):
    assert arrival(ANYHOW, node(target)).id == leaf


def test_a_group_of_nothing_has_no_leaf():
    assert arrival(ANYHOW, node("empty")) is None
    assert first_step(Anyhow(compiled())) is None


def test_a_flow_that_begins_with_an_empty_group_begins_after_it():
    flow = compiled(scaffold("a"), scaffold("b", scaffold("c")), action("d"))

    assert first_step(Anyhow(flow)).id == "d"


@pytest.mark.parametrize(
    ("done", "then"),
    [
        ("item", "log_in"),
        ("log_in", "confirm"),
        ("email", "password"),
        ("password", "confirm"),
        ("code", "reset"),
        ("reset", "confirm"),
    ],
)
def test_completion_bubbles_until_a_group_chooses(done, then):
    """B06: past groups with nothing in them."""
    assert after(ANYHOW, node(done)).id == then


def test_completing_the_last_completes_the_flow():
    assert after(ANYHOW, node("confirm")) is None


@pytest.mark.parametrize(
    ("at", "reach"),
    [
        ("log_in", ["log_in", "email", "code"]),
        ("email", ["log_in", "email", "code"]),
        ("code", ["log_in", "email", "code"]),
        ("password", ["password"]),
        ("item", ["item"]),
    ],
)
def test_the_beginnings_of_alternatives_share_a_visit(at, reach):
    assert ids(alternatives(ANYHOW, node(at))) == reach


@pytest.mark.parametrize("target", ["email", "password", "forgotten", "new", "who", "item"])
def test_siblings_and_siblings_of_ancestors_are_in_reach(target):
    assert destination(ANYHOW, node("password"), target).id == arrival(ANYHOW, node(target)).id


@pytest.mark.parametrize("target", ["code", "reset", "send", "root", "nowhere", "", None, object()])
def test_nothing_else_is_in_reach(target):
    """Not the children of a sibling, nor the flow itself."""
    assert not leads_somewhere(ANYHOW, node("password"), target)


def test_a_target_out_of_reach_is_told_with_those_in_reach():
    flow = compiled(action("a"), scaffold("b", action("c")))

    with pytest.raises(UnreachableTargetError) as caught:
        destination(Anyhow(flow), flow.definition.by_id["a"], "c")

    assert str(caught.value) == (
        f"{dotted_path(Step)!r} cannot send a visitor to 'c': only its siblings and the siblings "
        f"of its ancestors can be reached. Reachable: scaffold, {dotted_path(Step)}."
    )


def test_a_target_may_be_a_class_or_its_name():
    assert destination(ANYHOW, node("password"), Other).id == "email"
    assert destination(ANYHOW, node("password"), "Other").id == "email"
    assert destination(ANYHOW, node("password"), dotted_path(Other)).id == "email"


def test_a_wired_exit_leads_anywhere_in_the_flow():
    assert destination(ANYHOW, node("log_in"), "forgot").id == "code"


def test_an_exit_wired_to_what_is_gone_falls_back_to_a_sibling_of_that_name():
    assert not leads_somewhere(ANYHOW, node("log_in"), "lost")


def test_the_branch_apart_is_the_highest_that_holds_only_one():
    assert branch_apart(FLOW, node("code"), node("confirm")).id == "who"
    assert branch_apart(FLOW, node("code"), node("reset")).id == "send"
    assert branch_apart(FLOW, node("code"), node("code")).id == "code"


def test_a_group_contains_what_is_below_it():
    assert contains(node("who"), node("code"), FLOW)
    assert not contains(node("new"), node("code"), FLOW)


@pytest.fixture
def rule():
    """Registers a rule that always chooses the same."""

    def make(choice):
        class Stubborn(Transition):
            def choose_next(self, group):
                return choice

        register_transition("test_stubborn")(Stubborn)
        return "test_stubborn"

    yield make
    registry.transitions.remove("test_stubborn")


@pytest.mark.parametrize("choice", ["two", action("two"), "Step"])
def test_a_rule_may_answer_a_node_or_a_name(rule, choice):
    flow = compiled(action("one", Other), action("two"), transition=rule(choice))

    assert after(Anyhow(flow), flow.definition.by_id["one"]).id == "two"


@pytest.mark.parametrize("choice", ["nowhere", None, 3, action("elsewhere")])
def test_a_rule_that_answers_no_child_of_its_group_is_told(rule, choice):
    flow = compiled(action("one"), transition=rule(choice))

    with pytest.raises(UnreachableTargetError):
        after(Anyhow(flow), flow.definition.by_id["one"])


def test_a_rule_that_goes_round_among_empty_groups_comes_to_an_end(rule):
    flow = compiled(action("one"), scaffold("empty"), transition=rule("empty"))

    assert after(Anyhow(flow), flow.definition.by_id["one"]) is None
