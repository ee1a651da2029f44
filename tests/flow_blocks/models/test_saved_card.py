"""A card that a provider keeps."""

from datetime import UTC, datetime
from unittest import mock

import pytest

from flow_blocks.models import SavedCard


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (
            SavedCard(brand="Visa", last4="4242", expires="2099-04"),
            "Visa ending in 4242, expires 04/2099",
        ),
        (
            SavedCard(brand="Visa", last4="4242", expires="2020-04"),
            "Visa ending in 4242, expired 04/2020",
        ),
        (SavedCard(brand="Visa", last4="4242"), "Visa ending in 4242"),
        (SavedCard(last4="4242"), "Card ending in 4242"),
        (SavedCard(brand="Visa"), "Visa"),
        (SavedCard(), "Card"),
    ],
)
def test_it_says_what_is_known(card: SavedCard, words: str) -> None:
    assert card.describe() == str(card) == words


@pytest.mark.parametrize(
    ("expires", "is_usable"), [("2029-04", True), ("2029-03", False), ("2030-01", True), ("", True)]
)
def test_it_is_good_to_the_end_of_its_month(expires: str, is_usable: bool) -> None:
    now = datetime(2029, 4, 30, 23, 59, tzinfo=UTC)

    with mock.patch("django.utils.timezone.now", return_value=now):
        assert SavedCard(expires=expires).is_usable is is_usable


@pytest.mark.parametrize("expires", ["04/29", "2029-13", "2029-4", "never", "", "2029-04\n"])
def test_a_date_that_is_none_is_not_kept(expires: str) -> None:
    assert SavedCard.details({"expires": expires})["expires"] == ""


def test_more_than_there_is_room_for_is_cut() -> None:
    details = SavedCard.details({"brand": "V" * 500, "last4": "4242424242424242"})

    assert details == {"brand": "V" * 80, "last4": "4242", "expires": ""}
