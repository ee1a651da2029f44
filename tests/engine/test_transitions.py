"""A transition chooses what follows a completed child."""

import pytest

from cmsflows.engine.outcome import COMPLETE
from cmsflows.engine.transitions import AnyOneOf, Group, Linear, Transition
from tests.engine.trees import action, scaffold

ONE, TWO, THREE = action("one"), action("two"), action("three")
GROUP = scaffold("group", ONE, TWO, THREE)


@pytest.mark.parametrize(("completed", "then"), [(ONE, TWO), (TWO, THREE), (THREE, COMPLETE)])
def test_in_order_goes_on_to_the_next_and_out_at_the_end(completed, then):
    assert Linear().choose_next(Group(GROUP, completed, {})) is then


@pytest.mark.parametrize("completed", [ONE, TWO, THREE])
def test_any_one_of_is_done_with_any(completed):
    assert AnyOneOf().choose_next(Group(GROUP, completed, {})) is COMPLETE


@pytest.mark.parametrize(("rule", "offered"), [(Linear, (ONE,)), (AnyOneOf, (ONE, TWO, THREE))])
def test_a_visitor_begins_at_what_is_offered(rule, offered):
    assert tuple(rule().offered(GROUP)) == offered


@pytest.mark.parametrize("rule", [Linear, AnyOneOf, Transition])
def test_nothing_is_offered_where_nothing_is(rule):
    empty = scaffold("empty")

    assert (list(rule().offered(empty)), list(rule().edges(empty))) == ([], [])


def test_the_edges_of_a_rule_hold_all_it_may_choose():
    assert Linear().edges(GROUP) == [(ONE, TWO), (TWO, THREE), (THREE, None)]
    assert AnyOneOf().edges(GROUP) == [(ONE, None), (TWO, None), (THREE, None)]
    assert (TWO, ONE) in Transition().edges(GROUP)
