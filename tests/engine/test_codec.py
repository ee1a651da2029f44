"""Typed JSON brings back what went in, and nothing else."""

import contextlib
import copy
import json
from collections import Counter, OrderedDict, UserDict, defaultdict, namedtuple
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum, IntEnum, IntFlag, StrEnum
from pathlib import Path
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.models import IntegerChoices, TextChoices
from django.http import QueryDict
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from hypothesis import given, settings

from cmsflows.engine.codec import decode, decode_state, encode, encode_state
from cmsflows.engine.file_reference import FileReference
from cmsflows.exceptions import TooManyItemsError, UnreadableRecordError, UnstorableValueError
from tests.engine.values import (
    JSON,
    TASK_ID,
    VALUES_AND_FILES,
    damaged_states,
    damaged_texts,
    typed,
)

FILE = FileReference(
    key=f"{TASK_ID}/{'f' * 32}", name="passport.jpg", size=5, content_type="image/jpeg"
)

BERLIN = ZoneInfo("Europe/Berlin")


class Size(TextChoices):
    SMALL = "small"


class Floor(IntegerChoices):
    GROUND = 0


class Level(IntEnum):
    LOW = 1


class Rights(IntFlag):
    READ = 4


class Colour(StrEnum):
    RED = "red"


class Loud(str):
    """Text that is something else to whoever asks it."""

    def __str__(self):
        return "LOUD"


class Odd(int):
    def __int__(self):
        return 0


class Heavy(float):
    """As numpy's float64 is a kind of float."""


@settings(deadline=None, max_examples=500)
@given(VALUES_AND_FILES)
def test_what_went_in_comes_out_by_way_of_json(value):
    """Equal, and of the same types all the way down."""
    stored = json.dumps(encode(value, task_id=TASK_ID), allow_nan=False)

    found = decode(json.loads(stored), task_id=TASK_ID)

    assert typed(found) == typed(value)


@settings(deadline=None)
@given(VALUES_AND_FILES)
def test_what_was_read_is_written_the_same(value):
    """Else every visit would seem to have changed what it only looked at."""
    stored = encode(value, task_id=TASK_ID)

    again = encode(decode(stored, task_id=TASK_ID), task_id=TASK_ID)

    assert json.dumps(again) == json.dumps(stored)


@settings(deadline=None, max_examples=2_000)
@given(JSON)
def test_no_json_makes_it_raise_anything_of_its_own(data):
    """B27"""
    with contextlib.suppress(UnreadableRecordError):
        decode(data, task_id=TASK_ID)


@settings(deadline=None, max_examples=2_000)
@given(damaged_states())
def test_what_can_be_read_of_a_damaged_state_can_be_written_again(data):
    """B27: it is refused when it is read, or else never; no visitor's form may fail over it."""
    try:
        state = decode_state(data, task_id=TASK_ID)
    except UnreadableRecordError:
        return

    again = decode_state(encode_state(state, task_id=TASK_ID), task_id=TASK_ID)

    assert typed(again) == typed(state)


@settings(deadline=None, max_examples=2_000)
@given(damaged_texts())
def test_no_damaged_bytes_make_it_raise_anything_of_its_own(text):
    """B27"""
    try:
        data = json.loads(text)
    except ValueError:
        return  # The store has refused it, see `statestore.texts`.

    with contextlib.suppress(UnreadableRecordError):
        decode_state(data, task_id=TASK_ID)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (mark_safe("<b>"), "<b>"),  # a test's own text
        (_("Continue"), "Continue"),
        (Size.SMALL, "small"),
        (Colour.RED, "red"),
        (Loud("quiet"), "quiet"),
        (Level.LOW, 1),
        (Floor.GROUND, 0),
        (Rights.READ, 4),
        (Odd(7), 7),
        (Heavy(1.5), 1.5),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (defaultdict(list, a=[1]), {"a": [1]}),
        (MappingProxyType({"a": 1}), {"a": 1}),
        ({Size.SMALL: 1}, {"small": 1}),
    ],
)
def test_kinds_of_text_numbers_and_dictionaries_become_plain_ones(value, found):
    assert typed(decode(encode(value))) == typed(found)


@pytest.mark.parametrize(
    "value",
    [
        -0.0,
        5e-324,
        10**1000 - 1,
        "\x00",
        "\u2028\u2029\ufeff\U0010ffff",
        {"\x00": {"": 1}},
        Decimal("NaN"),
        Decimal("sNaN123"),
        Decimal("-Infinity"),
        Decimal("-0E-10"),
        Decimal("1E+999999"),
        timedelta.min,
        datetime.max,
        datetime.min.replace(tzinfo=BERLIN),
        datetime(2026, 7, 1, 12, tzinfo=UTC),
        datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=5, minutes=45, seconds=1))),
        datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0),
        datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1),
        datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN),  # a time that no clock in Berlin shows
        datetime(2026, 7, 1, 12, fold=1),
        time(12, 30, tzinfo=BERLIN),
        time(12, 30, tzinfo=UTC, fold=1),
        date(1, 1, 1),
        {"$": {"$": 1}},
        (True, 1, 1.0, "1", None),
        {(frozenset({("a",)}), True)},
    ],
)
def test_edges_come_out_as_they_went_in(value):
    stored = json.dumps(encode(value), allow_nan=False)

    assert typed(decode(json.loads(stored))) == typed(value)


def test_names_keep_their_order():
    assert list(decode(encode({"b": 1, "$": 2, "a": 3}))) == ["b", "$", "a"]


class Nowhere(tzinfo):
    """A zone that says nothing but where it is in summer and winter, as other libraries have."""

    def utcoffset(self, moment):
        return timedelta(hours=2) if moment else None

    def dst(self, moment):
        return None

    def tzname(self, moment):
        return "Nowhere"


def test_a_moment_in_a_zone_of_another_kind_keeps_its_distance_from_utc():
    moment = datetime(2026, 7, 1, 12, tzinfo=Nowhere())

    found = decode(encode(moment))

    assert typed(found) == typed(moment.replace(tzinfo=timezone(timedelta(hours=2))))


def test_the_name_of_a_fixed_distance_is_not_kept():
    moment = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2), "CEST"))

    assert typed(decode(encode(moment)).tzinfo) == typed(timezone(timedelta(hours=2)))


OLD = [
    ("2026-07-01", "2026-07-01"),
    ([1, 1.5, True, None], [1, 1.5, True, None]),
    ({"$": "date", "v": "2026-07-01"}, date(2026, 7, 1)),
    ({"$": "datetime", "v": "2026-07-01T12:00:00"}, datetime(2026, 7, 1, 12)),
    ({"$": "datetime", "v": "2026-07-01T12:00:00+00:00"}, datetime(2026, 7, 1, 12, tzinfo=UTC)),
    (
        {"$": "datetime", "v": "2026-07-01T12:00:00.000001+02:00"},
        datetime(2026, 7, 1, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=2))),
    ),
    ({"$": "time", "v": "12:30:00+02:00"}, time(12, 30, tzinfo=timezone(timedelta(hours=2)))),
    ({"$": "timedelta", "v": [-1, 86399, 5]}, timedelta(-1, 86399, 5)),
    ({"$": "decimal", "v": "-0.10"}, Decimal("-0.10")),
    ({"$": "decimal", "v": "NaN"}, Decimal("NaN")),
    ({"$": "uuid", "v": "00000000-0000-0000-0000-000000000005"}, UUID(int=5)),
    ({"$": "tuple", "v": [1, {"$": "tuple", "v": []}]}, (1, ())),
    ({"$": "set", "v": ["a", "b"]}, {"a", "b"}),
    ({"$": "frozenset", "v": [{"$": "uuid", "v": str(UUID(int=1))}]}, frozenset({UUID(int=1)})),
    ({"$": "dict", "v": {"$": "date", "v": 1}}, {"$": "date", "v": 1}),
    (
        {"$": "datetime", "v": ["2026-10-25T02:30:00", "Europe/Berlin", 1]},
        datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1),
    ),
    ({"$": "time", "v": ["12:30:00", None, 1]}, time(12, 30, fold=1)),
    ({"$": "file", "v": [f"{TASK_ID}/{'f' * 32}", "passport.jpg", 5, "image/jpeg"]}, FILE),
]
"""All that records may hold, letter by letter: never change a line, add new ones.

What stands before the moment with a zone was written by the first version.
"""


@pytest.mark.parametrize(("stored", "value"), OLD)
def test_what_was_written_long_ago_is_read_and_written_the_same(stored, value):
    found = decode(copy.deepcopy(stored), task_id=TASK_ID)

    assert typed(found) == typed(value)
    assert encode(found, task_id=TASK_ID) == stored


def test_equal_sets_are_written_alike():
    assert encode({"b", "a", "c"}) == encode({"c", "b", "a"})


Point = namedtuple("Point", "x y")


class Shade(Enum):
    DARK = 1


class Moment(datetime):
    pass


@pytest.mark.parametrize(
    "value",
    [
        object(),
        object,
        b"bytes",
        bytearray(b"bytes"),
        1j,
        range(3),
        iter([1]),
        Path("a"),
        Point(1, 2),
        Shade.DARK,
        Moment(2026, 7, 1),
        Counter("a"),
        UserDict(a=1),
        QueryDict("a=1&a=2"),
        type("Items", (list,), {})(),
        type("Names", (set,), {})(),
        type("Money", (Decimal,), {})(),
        SimpleLazyObject(lambda: "text"),
        lambda: None,
    ],
)
def test_what_is_not_on_the_list_is_refused(value):
    with pytest.raises(UnstorableValueError) as caught:
        encode({"cart": [0, {"price": (value,)}]})

    assert caught.value.path == "state.cart[1].price[0]"
    assert caught.value.reason == "its type is not on the list"


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
        (
            Decimal,
            "The value at state (of type type) cannot be kept: its type is not on the list.",
        ),
        (
            {"a": time(12, tzinfo=Nowhere())},
            "The value at state.a (of type time) cannot be kept: its time zone has neither a name "
            "nor an offset.",
        ),
        (
            {"a": {SimpleLazyObject(lambda: "b"): 1}},
            "The value at state.a.b (of type SimpleLazyObject) cannot be kept: keys must be text.",
        ),
        (
            {"a\ud800": 1},
            "The value at state (of type str) cannot be kept: it is no Unicode.",
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
        f"{message} Keep text, numbers, dates, decimals, UUIDs, lists, sets, dictionaries, files, "
        "and objects of models in FLOWS_STATE_MODELS."
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
    with pytest.raises(UnreadableRecordError) as caught:
        decode(nested(10_000))

    assert str(caught.value) == "The stored state cannot be read: it is nested too deeply."


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
    ("tag", "value"),
    [
        ("pickle", "gASV"),
        ("uuid", 5),
        ("timedelta", [10**20, 0, 0]),
        ("timedelta", [1, 2]),
        ("timedelta", "123"),
        ("decimal", 1.5),
        ("decimal", [0, [1], 2]),
        ("decimal", "a"),
        ("date", "2026-02-30"),
        ("datetime", "2026-07-01T12:00:00+99:00"),
        ("datetime", ["2026-07-01T12:00:00", "Europe", 0]),
        ("datetime", ["2026-07-01T12:00:00", "Europe/Atlantis", 0]),
        ("datetime", ["2026-07-01T12:00:00", "../../../etc/passwd", 0]),
        ("datetime", ["2026-07-01T12:00:00", "/etc/passwd", 0]),
        ("datetime", ["2026-07-01T12:00:00", "a" * 300, 0]),
        ("datetime", ["2026-07-01T12:00:00", 5, 0]),
        ("datetime", ["2026-07-01T12:00:00", None, 2]),
        ("datetime", ["2026-07-01T12:00:00", None]),
        ("time", ["12:00:00", "Europe/Berlin", "0"]),
        ("tuple", "abc"),
        ("tuple", {"a": 1}),
        ("set", [[]]),
        ("frozenset", [{"$": "decimal", "v": "sNaN"}]),
        ("dict", []),
        ("dict", "a"),
        ("date", None),
        ("file", None),
        ("file", ["a", "b", 1, "c"]),
        ("model", None),
        ("model", [[], 1]),
        ([], 1),
        ({"$": "date"}, 1),
        (None, 1),
    ],
)
def test_tags_nobody_writes_are_refused(tag, value):
    """B27, and nothing is quoted: the log is no place for what visitors type."""
    with pytest.raises(UnreadableRecordError) as caught:
        decode([{"$": tag, "v": value}])

    assert str(caught.value) == f"The stored state holds a damaged {tag!r}."


def test_a_tag_without_a_value_is_refused():
    """B27"""
    with pytest.raises(UnreadableRecordError) as caught:
        decode({"$": "date"})

    assert str(caught.value) == "The stored state holds a damaged 'date'."


def test_a_tag_that_is_very_long_is_not_repeated_whole():
    """B27: who writes records must not fill the log."""
    with pytest.raises(UnreadableRecordError) as caught:
        decode({"$": "x" * 10_000_000, "v": 1})

    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("\ud800", "it is no Unicode"),
        ({"\ud800": 1}, "it is no Unicode"),
        (float("nan"), "it is no finite number"),
        (float("-inf"), "it is no finite number"),
        (-(10**1000), "it has too many digits"),
    ],
)
def test_json_that_is_none_of_ours_is_refused(data, reason):
    """B27: else it would be found when a visitor's form is saved, and be an error of the server."""
    with pytest.raises(UnreadableRecordError) as caught:
        decode([{"a": data}])

    assert str(caught.value) == f"The stored state cannot be read: {reason}."


def test_a_state_has_no_name_that_looks_like_a_tag():
    with pytest.raises(UnstorableValueError) as caught:
        encode_state({"$": 1})

    assert caught.value.reason == "'$' cannot be the name of a value"


@pytest.mark.parametrize(
    "data", [{"$": "decimal", "v": "1"}, {"$": "dict", "v": {}}, [], "a", None]
)
def test_a_state_that_is_no_dictionary_is_refused(data):
    """B27"""
    with pytest.raises(UnreadableRecordError) as caught:
        decode_state(data)

    assert str(caught.value) == "The stored state is a value, not names and their values."


def test_a_state_may_be_any_mapping():
    assert encode_state(UserDict(a=1)) == {"a": 1}


def test_sets_of_sets_are_written_alike_in_every_process():
    """The order of a set of text is another in each process, and so is what `repr` makes of it."""
    value = {frozenset({"b", "a", "c", "d"}), frozenset("xyz")}

    written = [items["v"] for items in encode(value)["v"]]

    assert written == [["a", "b", "c", "d"], ["x", "y", "z"]]


def test_a_file_is_kept_with_its_task():
    state = {"passport": FILE, "more": [FILE]}

    found = decode_state(encode_state(state, task_id=TASK_ID), task_id=TASK_ID)

    assert typed(found) == typed(state)


def test_where_a_file_can_be_fetched_is_not_kept():
    shown = replace(FILE, url="/passport/")

    assert typed(decode(encode(shown, task_id=TASK_ID), task_id=TASK_ID)) == typed(FILE)


@pytest.mark.parametrize("task_id", ["f" * 32, "", TASK_ID[:-1]])
def test_a_file_of_another_task_is_not_put_into_the_state(task_id):
    """It would be gone as soon as that task is."""
    with pytest.raises(UnstorableValueError) as caught:
        encode({"a": FILE}, task_id=task_id)

    assert caught.value.path == "state.a"
    assert caught.value.reason == "it is a file of another task, and would go with that"


@pytest.mark.parametrize("task_id", ["f" * 32, "", TASK_ID[:-1]])
def test_a_file_of_another_task_is_refused(task_id):
    """B27: a record that somebody else wrote reads nobody's files."""
    data = encode({"a": FILE}, task_id=TASK_ID)

    with pytest.raises(UnreadableRecordError) as caught:
        decode(data, task_id=task_id)

    assert str(caught.value) == "The stored state holds a damaged 'file'."
