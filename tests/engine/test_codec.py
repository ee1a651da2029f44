"""Typed JSON brings back what went in, and nothing else."""

import contextlib
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.models import TextChoices
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from hypothesis import given, settings

from cmsflows.engine.codec import decode, decode_state, encode, encode_state
from cmsflows.exceptions import TooManyItemsError, UnreadableRecordError, UnstorableValueError
from tests.engine.values import JSON, VALUES, typed


class Size(TextChoices):
    SMALL = "small"


class Level(IntEnum):
    LOW = 1


@settings(deadline=None)
@given(VALUES)
def test_what_went_in_comes_out_by_way_of_json(value):
    stored = json.dumps(encode(value), allow_nan=False)

    found = decode(json.loads(stored))

    assert typed(found) == typed(value)


@settings(deadline=None)
@given(JSON)
def test_no_json_makes_it_raise_anything_of_its_own(data):
    """B27"""
    with contextlib.suppress(UnreadableRecordError):
        decode(data)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (mark_safe("<b>"), "<b>"),  # a test's own text
        (_("Continue"), "Continue"),
        (Size.SMALL, "small"),
        (Level.LOW, 1),
    ],
)
def test_kinds_of_text_and_numbers_become_plain_ones(value, found):
    assert typed(decode(encode(value))) == typed(found)


def test_a_moment_stays_the_same_moment():
    """The name of its zone is not kept, its distance from UTC is."""
    moment = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))

    found = decode(encode(moment))

    assert (found, found.utcoffset()) == (moment, timedelta(hours=2))


def test_equal_sets_are_written_alike():
    assert encode({"b", "a", "c"}) == encode({"c", "b", "a"})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            {"a": [object]},
            "The value at state.a[0] (of type type) cannot be kept: its type is not on the list.",
        ),
        ({"a": {1: 2}}, "The value at state.a[1] (of type int) cannot be kept: keys must be text."),
        ("\ud83e", "The value at state (of type str) cannot be kept: it is no Unicode."),
        (
            float("nan"),
            "The value at state (of type float) cannot be kept: it is no finite number.",
        ),
        (10**1000, "The value at state (of type int) cannot be kept: it has too many digits."),
        (
            b"\x80\x04",
            "The value at state (of type bytes) cannot be kept: its type is not on the list.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(value, message):
    with pytest.raises(UnstorableValueError) as caught:
        encode(value)

    assert str(caught.value) == (
        f"{message} Keep text, numbers, dates, decimals, UUIDs, lists, sets and dictionaries."
    )


def nested(levels):
    value = []
    for _level in range(levels):
        value = [value]
    return value


def test_depth_is_bounded_when_writing(settings):
    settings.FLOWS_MAX_STATE_DEPTH = 3

    encode(nested(3))

    with pytest.raises(UnstorableValueError, match="it is nested too deeply"):
        encode(nested(4))


def test_what_contains_itself_is_refused():
    loop = []
    loop.append(loop)

    with pytest.raises(UnstorableValueError, match="it is nested too deeply"):
        encode(loop)


def test_depth_is_bounded_when_reading():
    """B27: ten thousand levels are no reason to run out of stack."""
    with pytest.raises(UnreadableRecordError, match="it is nested too deeply"):
        decode(nested(500))


def test_the_deepest_that_may_be_written_can_be_read(settings):
    settings.FLOWS_MAX_STATE_DEPTH = 4
    value = ({"$": ({"$": 1},)},)

    assert decode(encode(value)) == value


def test_the_number_of_items_is_bounded(settings):
    settings.FLOWS_MAX_STATE_ITEMS = 10

    encode(list(range(9)))

    with pytest.raises(TooManyItemsError) as caught:
        encode(list(range(10)))
    assert str(caught.value) == (
        "With state[9] the state would hold more than 10 items; nothing was saved. "
        "FLOWS_MAX_STATE_ITEMS sets the limit."
    )


@pytest.mark.parametrize(
    "data",
    [
        {"$": "pickle", "v": "gASV"},
        {"$": "model", "v": ["auth.user", 1]},
        {"$": "uuid", "v": 5},
        {"$": "timedelta", "v": [10**20]},
        {"$": "date"},
        {"$": []},
    ],
)
def test_tags_nobody_writes_are_refused(data):
    """B27"""
    with pytest.raises(UnreadableRecordError):
        decode(data)


@pytest.mark.parametrize("value", [date(1, 1, 1), Decimal("-0.10"), UUID(int=0), {"$": {"$": 1}}])
def test_edges_survive(value):
    assert str(decode(encode(value))) == str(value)


def test_a_state_has_no_name_that_looks_like_a_tag():
    with pytest.raises(UnstorableValueError) as caught:
        encode_state({"$": 1})

    assert caught.value.reason == "'$' cannot be the name of a value"


def test_a_state_that_is_a_tagged_value_is_refused():
    """B27"""
    with pytest.raises(UnreadableRecordError):
        decode_state({"$": "decimal", "v": "1"})


def test_sets_of_sets_are_written_alike_in_every_process():
    """The order of a set of text is another in each process, and so is what `repr` makes of it."""
    value = {frozenset({"b", "a", "c", "d"}), frozenset("xyz")}

    written = [items["v"] for items in encode(value)["v"]]

    assert written == [["a", "b", "c", "d"], ["x", "y", "z"]]
