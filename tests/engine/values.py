"""Hypothesis' ideas of what actions put into the state, and of what vandals put into a record."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from cmsflows.engine.codec import encode_state
from cmsflows.engine.file_reference import FileReference

TEXT = st.text(max_size=8)  # without lone surrogates: no request brings any

ZONES = st.sampled_from(
    [
        None,
        UTC,
        timezone(timedelta(hours=-3.5)),
        timezone(timedelta(seconds=1, microseconds=1)),
        ZoneInfo("Europe/Berlin"),
        ZoneInfo("Etc/GMT+5"),
    ]
)

FOLDS = st.sampled_from([0, 0, 1])


def folded(moments):
    return st.builds(lambda moment, fold: moment.replace(fold=fold), moments, FOLDS)


TASK_ID = "0123456789abcdef" * 2

FILES = st.builds(
    FileReference,
    key=st.integers(0, 2**128 - 1).map(lambda number: f"{TASK_ID}/{number:032x}"),
    name=st.sampled_from(["passport.pdf", "Zoë's 猫.jpg", "file"]),
    size=st.integers(0),
    content_type=st.sampled_from(["image/png", "application/octet-stream"]),
)

ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    folded(st.datetimes(timezones=ZONES, allow_imaginary=True)),
    st.dates(),
    folded(st.times(timezones=ZONES)),
    st.timedeltas(),
    st.decimals(),
    st.uuids(),
)


def is_hashable(value):
    """Decimals that signal are not; collections hash what they hold."""
    try:
        hash(value)
    except TypeError:
        return False
    return True


NAMES = st.one_of(TEXT, st.sampled_from(["$", "v", "a", "b"]))


def values_of(atoms):
    """Values, and collections of them."""
    hashable = st.recursive(
        atoms.filter(is_hashable),
        lambda inner: st.one_of(
            st.frozensets(inner, max_size=3), st.lists(inner, max_size=3).map(tuple)
        ),
        max_leaves=4,
    )
    return st.recursive(
        st.one_of(atoms, hashable, st.sets(hashable, max_size=3)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)
        ),
        max_leaves=8,
    )


def states_of(values):
    return st.dictionaries(st.sampled_from("abc"), values)


VALUES = values_of(ATOMS)
STATES = states_of(VALUES)

VALUES_AND_FILES = values_of(st.one_of(ATOMS, FILES))
"""As the task with the id `TASK_ID` may keep them."""

TAGS = ["datetime", "date", "time", "timedelta", "decimal", "uuid"]
TAGS += ["dict", "tuple", "set", "frozenset", "file", "model", "x"]

SURPRISES = st.sampled_from(
    ["\ud800", "\x00", "\u2028", "Europe", "Europe/Berlin", "../../etc/passwd", "sNaN", "1e999999"]
    + ["auth.user", 10**1000, -(10**4000), -0.0, 2**63, f"{TASK_ID}/{'0' * 32}", [], {}]
)
"""What has gone wrong in one program or another; not all of it is wrong."""

JSON_ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    TEXT,
    st.sampled_from(TAGS),
    SURPRISES.map(deepcopy),
)

SMALL_JSON = st.one_of(
    JSON_ATOMS,
    st.lists(JSON_ATOMS, max_size=3),
    st.fixed_dictionaries({"$": st.sampled_from(TAGS), "v": JSON_ATOMS}),
    st.fixed_dictionaries({"$": st.sampled_from(TAGS), "v": st.lists(JSON_ATOMS, max_size=4)}),
)

JSON = st.recursive(
    JSON_ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(NAMES, inner, max_size=3),
        st.fixed_dictionaries({"$": st.one_of(st.sampled_from(TAGS), inner), "v": inner}),
    ),
    max_leaves=8,
)
"""Whatever `json.loads` may answer, NaN and infinity among it, often looking like our own."""


TEXTS = [
    json.dumps(encode_state({"a": [value], "$b": {"$": value}}, task_id=TASK_ID)).encode()
    for value in (
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
        datetime(2026, 7, 1, 12, tzinfo=UTC),
        time(12, 30),
        (date(2026, 7, 1), timedelta(-1, 5, 7), Decimal("-0.10")),
        {UUID(int=5), frozenset({True, -1.5})},
        FileReference(key=f"{TASK_ID}/{5:032x}", name="a.jpg", size=5, content_type="image/jpeg"),
    )
]
"""One of each tag."""


@st.composite
def damaged_states(draw):
    """An encoded state in which things were replaced, removed, added and put somewhere else."""
    data = json.loads(draw(st.sampled_from(TEXTS)))
    for _edit in range(draw(st.integers(1, 3))):
        container = draw(st.sampled_from(containers(data)))
        is_list = isinstance(container, list)
        place = draw(
            st.sampled_from([*(range(len(container)) if is_list else container), "$", "v"])
        )
        value = draw(st.one_of(SMALL_JSON, st.sampled_from(containers(data)).map(deepcopy)))
        if is_list:
            container[place if isinstance(place, int) else 0 : len(container)] = [value]
        elif draw(st.booleans()):
            container.pop(place, None)
        else:
            container[place] = value
    return data


WORDS = b"T Z a f 0 9 99 e9 dict file".split()
SIGNS = b'" [ ] { } , NaN - + : / "$" "v" \\ud800 \\u0000 \xff'.split()


@st.composite
def damaged_texts(draw):
    """The text of an encoded state in which bytes were changed, put in and left out."""
    text = bytearray(draw(st.sampled_from(TEXTS)))
    for _edit in range(draw(st.integers(1, 2))):
        words = [place for place, byte in enumerate(text) if chr(byte).isalnum()]
        start = draw(st.one_of(st.sampled_from(words), st.integers(0, len(text))))
        stop = start + draw(st.sampled_from([0, 1, 1, 5]))
        text[start:stop] = draw(st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS)))
    return bytes(text)


def containers(data):
    """All dictionaries and lists in JSON, the outermost first."""
    if isinstance(data, dict):
        return [data, *(each for value in data.values() for each in containers(value))]
    if isinstance(data, list):
        return [data, *(each for value in data for each in containers(value))]
    return []


def typed(value: object) -> object:
    """A value from which equality can tell 1 from True, 0.0 from -0.0 and a list from a tuple."""
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    if isinstance(value, dict):
        return kind, {name: typed(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return kind, [typed(each) for each in value]
    if isinstance(value, set | frozenset):
        return kind, sorted(repr(typed(each)) for each in value)
    return kind, repr(value)
