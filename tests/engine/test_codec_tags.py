"""Tagged values are found wherever they stand, and only where they are tags."""

import pytest

from cmsflows.engine.codec import encode
from cmsflows.engine.codec_tags import tagged_values


def test_values_are_found_at_any_depth():
    data = encode({"a": [({"b": frozenset({1})},)], "c": frozenset({2})})

    assert sorted(tagged_values(data, "frozenset")) == [[1], [2]]


def test_a_dictionary_that_looks_like_a_tag_is_none():
    """An action may put what it likes into the state; only the codec says what is a file."""
    data = encode({"a": {"$": "file", "v": ["x"]}})

    assert list(tagged_values(data, "file")) == []


def test_what_stands_in_such_a_dictionary_is_found():
    data = encode({"a": {"$": "x", "v": frozenset({1})}})

    assert list(tagged_values(data, "frozenset")) == [[1]]


@pytest.mark.parametrize("data", [None, 1, "file", [], {"$": "dict"}, {"$": [], "v": {}}])
def test_any_json_may_be_looked_through(data):
    """B27"""
    assert list(tagged_values(data, "file")) == []


def test_ten_thousand_levels_are_looked_through():
    """B27"""
    data = {"$": "file", "v": 1}
    for _level in range(10_000):
        data = {"$": "dict", "v": {"a": [data]}}

    assert list(tagged_values(data, "file")) == [1]
