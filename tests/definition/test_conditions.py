"""Conditions answer yes or no, whatever stands in them and whatever is asked of them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmsflows.definition.conditions import (
    MAX_DEPTH,
    MalformedConditionError,
    Op,
    check,
    conjunction,
    holds,
    implied,
    negated,
)

OPERANDS = st.sampled_from(["plan", "country", "total", "address.city", "nothing"]).map(
    lambda name: {"state": name}
) | st.just({"step": "a", "field": "b"})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.sampled_from(["DE", "1", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
COMPARISONS = st.builds(
    lambda op, operand, value: {"op": op, "operand": operand, "value": value},
    st.sampled_from([op.value for op in Op if op not in ("and", "or", "not", "in")]),
    OPERANDS,
    JSON,
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds(
            lambda op, parts: {"op": op, "conditions": parts},
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=1, max_size=3),
        )
        | inner.map(negated)
    ),
    max_leaves=6,
)
STATES = st.dictionaries(
    st.sampled_from(["plan", "country", "total"]),
    JSON | st.decimals() | st.dates() | st.datetimes() | st.times() | st.binary() | st.uuids(),
)


def values(state: dict[str, Any]) -> Any:
    """`Any`: a function of an operand."""

    def value(operand: Any) -> Any:
        return state[operand["state"]]

    return value


def compares(found: object, op: str, value: object = None) -> bool:
    return holds({"op": op, "operand": {"state": "it"}, "value": value}, values({"it": found}))


@pytest.mark.parametrize(
    ("found", "op", "value"),
    [
        ("DE", "eq", "DE"),
        ("DE", "ne", "FR"),
        (3, "eq", 3),
        (3, "lt", 3.5),
        (Decimal("12.50"), "ge", "12.5"),
        (Decimal("12.50"), "gt", 12),
        (date(2026, 1, 2), "le", "2026-01-02"),
        (datetime(2026, 1, 2, 3, tzinfo=UTC), "gt", "2026-01-02T02:59"),
        (time(3, 4), "lt", "03:05"),
        (True, "eq", True),
        (True, "is_true", None),
        ("DE", "in", ["FR", "DE"]),
        (2, "in", ["1", 2]),
        (["a", "b"], "contains", "b"),
        ("a gift", "contains", "gift"),
        ("x", "exists", None),
        (0, "exists", None),
        (False, "exists", None),
        ("", "missing", None),
        ([], "missing", None),
        ("7", "eq", 7),
    ],
)
def test_what_is_so(found, op, value):
    assert compares(found, op, value)


@pytest.mark.parametrize(
    ("found", "op", "value"),
    [
        ("DE", "eq", "de"),
        (None, "ne", "FR"),
        ("", "ne", "FR"),
        (3, "lt", "many"),
        (1, "eq", True),
        (True, "eq", 1),
        (True, "gt", False),
        ("true", "is_true", None),
        (date(2026, 1, 2), "lt", 2027),
        (date(2026, 1, 2), "lt", "soon"),
        (Decimal("NaN"), "eq", "NaN"),
        (Decimal(1), "eq", "NaN"),
        (["a"], "eq", "a"),
        ({"a": 1}, "contains", "a"),
        ("DE", "in", []),
        (None, "exists", None),
    ],
)
def test_what_is_not_so(found, op, value):
    assert not compares(found, op, value)


def test_an_object_of_a_model_is_compared_by_its_key():
    class Plan:
        pk = 12

    assert compares(Plan(), "eq", "12")
    assert compares(Plan(), "eq", 12)


def test_the_empty_condition_always_holds():
    assert holds({}, values({}))


@pytest.mark.parametrize(
    "condition",
    [
        {"op": "exec", "operand": {"state": "a"}},
        {"op": "eq", "operand": {"state": "a"}},
        {"op": "eq", "operand": {"state": ""}, "value": 1},
        {"op": "eq", "operand": {"state": "a", "fact": "b"}, "value": 1},
        {"op": "exists", "operand": "a"},
        {"op": "in", "operand": {"state": "a"}, "value": "DE"},
        {"op": "and", "conditions": []},
        {"op": "and"},
        {"op": "not"},
        {"op": ["and"]},
        {"conditions": []},
        [],
        "yes",
        None,
        3,
    ],
)
def test_what_is_no_condition_is_refused_and_holds_for_nobody(condition):
    with pytest.raises(MalformedConditionError):
        check(condition)
    assert not holds(condition, values({"a": 1}))


def test_a_malformed_part_makes_the_whole_false_though_it_is_denied():
    """Else "not" would open what a typing error has closed."""
    assert not holds(negated({"op": "exec"}), values({}))


def test_groups_may_stand_in_each_other_so_deep_and_no_deeper():
    condition = {"op": "is_true", "operand": {"state": "a"}}
    for _ in range(MAX_DEPTH):
        condition = negated(condition)

    assert holds(condition, values({"a": True}))
    assert not holds(negated(condition), values({"a": True}))


def test_all_of_none_is_the_empty_condition():
    one = {"op": "exists", "operand": {"state": "a"}}

    assert conjunction([{}, {}]) == {}
    assert conjunction([{}, one]) == one


@settings(deadline=None, max_examples=500)
@given(CONDITIONS, STATES)
def test_every_condition_has_an_answer_and_its_denial_the_opposite(condition, state):
    assert holds(negated(condition), values(state)) is not holds(condition, values(state))


@settings(deadline=None, max_examples=500)
@given(JSON, STATES)
def test_no_json_makes_it_fail(condition, state):
    assert holds(condition, values(state)) in (True, False)


@settings(deadline=None, max_examples=1000)
@given(CONDITIONS, STATES)
def test_what_an_answer_implies_is_there(condition, state):
    """The analysis believes it, so it must be so whatever the state."""
    answer = holds(condition, values(state))

    for name in implied(condition, answer):
        assert state.get(name) not in (None, "", [])


def test_a_part_of_something_implies_the_whole():
    city = {"op": "eq", "operand": {"state": "address.city"}, "value": "Rome"}

    assert implied(city) == {"address", "address.city"}
    assert implied(city, is_so=False) == set()
    assert implied({"op": "missing", "operand": {"state": "plan"}}, is_so=False) == {"plan"}
