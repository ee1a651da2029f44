"""Slugs: set once from the title, unlike their siblings'."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsflows.cms.slugs import SLUG, slug_from, with_slugs
from cmsflows.cms.stored import is_step, steps_of
from tests.cms.streams import action, scaffold

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
TITLES = st.sampled_from(["", "Pay", "pay", "Pay 2", "支払", "-"]) | st.text(max_size=8)


def slugs(stream: list[Any]) -> list[str]:
    return [item["value"]["slug"] for item in stream]


def test_a_slug_says_the_title() -> None:
    assert slugs(with_slugs([action("Who are you?"), action("Größe & Maß")])) == [
        "who-are-you",
        "groe-ma",
    ]


@pytest.mark.parametrize("title", ["", "支払", "!!", None, 7])
def test_a_title_without_letters_leaves_it_to_the_type(title: object) -> None:
    assert slug_from(title, fallback="log_in") == "log-in"


def test_a_stored_slug_stays_when_the_title_changes() -> None:
    """Visitors have the address in their history, and links lead there."""
    assert slugs(with_slugs([action("New words", slug="old-words")])) == ["old-words"]


def test_siblings_differ_by_a_number() -> None:
    assert slugs(with_slugs([action("Pay"), action("Pay"), action("Pay")])) == [
        "pay",
        "pay-2",
        "pay-3",
    ]


def test_a_duplicate_gets_a_number_and_the_first_keeps_its_slug() -> None:
    stream = [action("Pay", slug="pay"), action("Pay", slug="pay"), action("x", slug="pay-2")]

    assert slugs(with_slugs(stream)) == ["pay", "pay-3", "pay-2"]


def test_a_new_step_does_not_take_the_slug_of_one_below_it() -> None:
    assert slugs(with_slugs([action("Pay"), action("Old", slug="pay")])) == ["pay-2", "pay"]


def test_cousins_may_share_a_slug() -> None:
    stream = with_slugs([scaffold("A", action("Pay")), scaffold("B", action("Pay"))])

    assert [slugs(steps_of(item)) for item in stream] == [["pay"], ["pay"]]


def test_what_was_given_stays_as_it_was() -> None:
    stream = [scaffold("A", action("Pay")), "no step", {"value": 3}]
    before = copy.deepcopy(stream)

    with_slugs(stream)

    assert stream == before


def test_a_stream_that_has_all_its_slugs_keeps_its_items() -> None:
    stream = with_slugs([scaffold("A", action("Pay"))])

    assert with_slugs(stream)[0] is stream[0]


def test_items_that_are_not_filled_keep_what_they_have() -> None:
    unknown = action("Gone", kind="gift_message")

    filled = with_slugs([unknown, action("Pay")], lambda item: item["type"] == "test_note")

    assert filled[0] is unknown


@given(st.lists(st.builds(lambda title, slug: action(title, slug=slug), TITLES, TITLES) | JSON))
def test_any_stream_gets_slugs_that_can_stand_in_an_address(stream: list[Any]) -> None:
    found = slugs([item for item in with_slugs(stream) if is_step(item)])

    assert len(set(found)) == len(found)
    assert all(SLUG.match(slug) for slug in found)
