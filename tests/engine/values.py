"""Hypothesis' ideas of what actions put into the state, and of what vandals put into a record."""

from datetime import UTC, timedelta, timezone

from hypothesis import strategies as st

TEXT = st.text(max_size=8)  # without lone surrogates: no request brings any

ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-3.5))])).map(
        lambda moment: moment.replace(fold=0)  # no text has a word for it, nor has equality
    ),
    st.dates(),
    st.times().map(lambda moment: moment.replace(fold=0)),
    st.timedeltas(),
    st.decimals(allow_nan=False),
    st.uuids(),
)

HASHABLE = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.frozensets(inner, max_size=3), st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=4,
)

NAMES = st.one_of(TEXT, st.sampled_from(["$", "v", "a", "b"]))

VALUES = st.recursive(
    st.one_of(HASHABLE, st.sets(HASHABLE, max_size=3)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)

STATES = st.dictionaries(st.sampled_from("abc"), VALUES)

TAGS = ["datetime", "date", "time", "timedelta", "decimal", "uuid", "dict", "tuple", "set", "x"]

JSON_ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), TEXT, st.sampled_from(TAGS)
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


def typed(value: object) -> object:
    """A value from which equality can tell 1 from True and a list from a tuple."""
    if isinstance(value, dict):
        return "dict", {name: typed(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value).__name__, [typed(each) for each in value]
    if isinstance(value, set | frozenset):
        return type(value).__name__, sorted(repr(typed(each)) for each in value)
    return type(value).__name__, value
