"""The state is the fold of the deltas, whatever was changed and in whichever order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmsflows.engine.codec import decode_state, encode_state
from cmsflows.engine.delta import (
    Delta,
    difference,
    differences,
    differences_seen_from,
    fold,
    seen_from,
)
from tests.engine.values import STATES, typed


@settings(deadline=None)
@given(STATES, st.lists(STATES, max_size=4))
def test_folding_the_differences_answers_the_last_state(entry, states):
    steps = [encode_state(entry), *map(encode_state, states)]
    pairs = list(zip(steps, steps[1:], strict=False))
    wholes = [difference(one, two) for one, two in pairs]
    deltas = [delta for one, two in pairs for delta in differences(one, two)]

    found = fold(steps[0], deltas)

    assert typed(decode_state(found)) == typed([entry, *states][-1])
    assert found == fold(steps[0], wholes)


@settings(deadline=None)
@given(STATES, STATES)
def test_folding_changes_nothing_it_was_given(entry, now):
    before = encode_state(entry)
    kept = encode_state(entry)
    delta = difference(before, encode_state(now))
    was = typed([delta.changed, delta.removed])

    fold(before, [delta, delta])

    assert typed(before) == typed(kept)
    assert typed([delta.changed, delta.removed]) == was


def test_equal_states_differ_in_nothing():
    assert not difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]})


def test_true_is_not_one():
    """Python says they are equal; a form that asks "is True" does not."""
    assert difference({"a": 1, "b": [1.0]}, {"a": True, "b": [1]}) == Delta({"a": True, "b": [1]})


def test_a_named_step_writes_under_its_name():
    now = {"street": "Oak", "city": "Bath"}
    deltas = differences_seen_from({"street": "Elm"}, now, "billing")

    found = fold({"street": "Elm"}, deltas)

    assert found == {"street": "Elm", "billing": {"street": "Oak", "city": "Bath"}}


def test_a_named_step_sees_its_own_values_before_everybodys():
    state = {"street": "Elm", "city": "Bath", "billing": {"street": "Oak"}}

    assert seen_from(state, "billing") == {**state, "street": "Oak"}


def test_a_name_that_holds_something_else_is_no_obstacle():
    delta = Delta({"street": "Oak"}, under="billing")

    assert fold({"billing": "by post"}, [delta]) == {"billing": {"street": "Oak"}}


def test_of_a_dictionary_only_what_has_changed_in_it_is_kept():
    before = {"order": {"item": "kettle", "colour": "red"}, "paid": False}
    now = {"order": {"item": "pot", "lid": True}, "paid": True}

    deltas = differences(before, now)

    assert deltas == (
        Delta({"paid": True}),
        Delta({"item": "pot", "lid": True}, ("colour",), under="order"),
    )
    assert fold(before, deltas) == now


def test_a_dictionary_in_another_order_is_kept_whole():
    before, now = {"order": {"a": 1, "b": 2}}, {"order": {"b": 2, "a": 3}}

    found = fold(before, differences(before, now))

    assert list(found["order"].items()) == [("b", 2), ("a", 3)]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"$": "date", "v": "2026-01-01"}, {"$": "date", "v": "2026-01-02"}),
        ({"a": 1}, {"$": "dict", "v": {"$": 1}}),
        ({"a": 1}, ["a"]),
        (None, {"a": 1}),
    ],
)
def test_what_is_no_dictionary_is_kept_whole(before, now):
    deltas = differences({"name": before}, {"name": now})

    assert deltas == (Delta({"name": now}),)


def test_what_was_put_into_a_dictionary_does_not_mix_with_a_date():
    """A visit is carried along, and what stood under the name then is another value by now."""
    state = {"when": {"$": "date", "v": "2026-01-01"}}

    found = fold(state, [Delta({"account": "7"}, under="when")])

    assert found == {"when": {"account": "7"}}
