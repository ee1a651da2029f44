"""Ids: every step has one of its own."""

import copy
from typing import Any

import pytest

from cmsflows.cms.ids import with_ids
from cmsflows.cms.stored import steps_of
from tests.cms.streams import action, scaffold


def ids(stream: list[Any]) -> list[str]:
    return [each for item in stream for each in (item["id"], *ids(steps_of(item)))]


def test_ids_that_are_there_stay() -> None:
    stream = [scaffold("A", action("Pay")), action("Done")]

    assert with_ids(stream)[0] is stream[0]


@pytest.mark.parametrize("missing", [None, "", 5])
def test_a_missing_id_is_made(missing: object) -> None:
    stream = with_ids(
        [{**action("Pay"), "id": missing}, scaffold("A", {**action("x"), "id": None})]
    )

    assert all(isinstance(each, str) and each for each in ids(stream))
    assert len(set(ids(stream))) == 3


def test_a_made_id_is_the_same_the_next_time() -> None:
    """The draft and the live row are written apart, and must name the same step."""
    stream = [{"type": "test_note", "value": {}}]

    assert with_ids(stream) == with_ids(stream)


def test_the_first_of_two_keeps_the_id() -> None:
    stream = with_ids([action("Pay"), scaffold("A", action("Pay"))])

    assert ids(stream)[0] == action("Pay")["id"]
    assert len(set(ids(stream))) == 3


def test_what_was_given_stays_as_it_was() -> None:
    stream = [{"type": "test_note", "value": {}}, 7]
    before = copy.deepcopy(stream)

    with_ids(stream)

    assert stream == before
