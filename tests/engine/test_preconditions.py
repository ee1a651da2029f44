"""A precondition says whether a step may be entered, and where an unmet one leads."""

import pytest
from django.contrib.auth.models import User

from cmsflows.definition.nodes import Contract
from cmsflows.engine.preconditions import LoginRequired, RequiredState
from tests.engine.trees import Step, action, compiled, scaffold, walk_of


class LogsIn(Step):
    logs_in = True


def gives(node_id, name="plan"):
    return action(node_id, contract=Contract(provides=((name, "str"),)))


def component(flow, node_id, **walk):
    """The component of a node, alive."""
    node = flow.definition.by_id[node_id]
    found = flow.component_class(node)()
    found.join(walk_of(flow, **walk), node)
    return found


def way_out(flow, node_id, precondition, **walk):
    return precondition.way_out(component(flow, node_id, **walk))


@pytest.mark.parametrize(
    ("state", "is_met"),
    [({}, False), ({"plan": None}, False), ({"plan": ""}, True), ({"plan": 0}, True)],
)
def test_required_state_must_be_there_with_a_value(state, is_met):
    flow = compiled(action("step"))

    assert RequiredState("plan").is_met(component(flow, "step", **state)) is is_met


def test_the_nearest_provider_before_is_the_way_out():
    flow = compiled(gives("far"), gives("near"), action("step"), gives("late"))

    assert way_out(flow, "step", RequiredState("plan")).id == "near"


def test_a_provider_after_it_will_do():
    flow = compiled(action("step"), gives("soon"), gives("late"))

    assert way_out(flow, "step", RequiredState("plan")).id == "soon"


def test_what_is_there_needs_no_provider():
    flow = compiled(gives("plan"), gives("colour", "colour"), action("step"))
    precondition = RequiredState("plan", "colour")

    assert way_out(flow, "step", precondition, colour="red").id == "plan"


def test_where_nothing_provides_it_there_is_no_way_out():
    flow = compiled(action("step"), gives("other", "colour"))

    assert way_out(flow, "step", RequiredState("plan")) is None


def test_a_step_is_no_way_out_of_itself():
    flow = compiled(gives("step"))

    assert way_out(flow, "step", RequiredState("plan")) is None


def test_a_group_looks_for_its_way_out_around_itself():
    """What is within it waits for it, too."""
    flow = compiled(gives("before"), scaffold("group", gives("within")), gives("after"))

    assert way_out(flow, "group", RequiredState("plan")).id == "before"


def test_whoever_is_logged_in_may_enter():
    flow = compiled(action("step"))

    assert not LoginRequired().is_met(component(flow, "step"))
    assert LoginRequired().is_met(component(flow, "step", user=User(pk=1)))


@pytest.mark.parametrize("order", [("log_in", "step"), ("step", "log_in")])
def test_the_flows_own_log_in_is_the_way_out(order):
    nodes = {"log_in": action("log_in", LogsIn), "step": action("step")}
    flow = compiled(*(nodes[each] for each in order))

    assert way_out(flow, "step", LoginRequired()).id == "log_in"


@pytest.mark.parametrize(
    ("login_url", "address"),
    [
        (None, "/accounts/login/?next=%2Fflow%2F"),
        ("/in/", "/in/?next=%2Fflow%2F"),
        ("/in/?by=email", "/in/?by=email&next=%2Fflow%2F"),
    ],
)
def test_without_one_it_is_the_sites_with_a_way_back(login_url, address):
    """B09"""
    flow = compiled(action("step"))

    assert way_out(flow, "step", LoginRequired(login_url)).url == address


def test_a_log_in_within_the_group_that_needs_it_is_no_way_out():
    flow = compiled(scaffold("group", action("step"), action("log_in", LogsIn)))

    assert way_out(flow, "group", LoginRequired()).url.startswith("/accounts/login/")


def test_a_required_state_is_shown_as_it_is_written():
    assert repr(RequiredState("plan", "colour")) == "RequiredState('plan', 'colour')"


def test_a_guard_says_its_message_to_everybody_and_lets_in_whom_it_met():
    """Unless it says otherwise."""
    flow = compiled(action("step"))
    guard = LoginRequired()
    of_step = component(flow, "step")

    assert guard.message_for(of_step) is LoginRequired.message
    assert guard.admits(of_step) is True
    assert list(guard.flaws()) == []
