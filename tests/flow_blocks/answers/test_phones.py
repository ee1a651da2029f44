"""Telephone numbers: is this one that could ring?"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from flow_blocks.answers.phones import PhoneField


@pytest.mark.parametrize(
    ("region", "typed", "kept"),
    [
        ("DE", "030 1234567", "+49 30 1234567"),
        ("DE", "\u202a+49 30 1234567\u202c", "+49 30 1234567"),
        ("DE", "030\xa01234567", "+49 30 1234567"),
        ("JP", "０３-３５８０-３３１１", "+81 3-3580-3311"),
        ("GB", "020 7946 0000x12", "+44 20 7946 0000 x12"),
        ("AQ", "030 1234567", "030 1234567"),
        ("", "030 1234567", "030 1234567"),
        ("", "+1 (202) 555-0123", "+1 202-555-0123"),
    ],
)
def test_a_number_is_kept_as_it_is_dialled_from_abroad(region: str, typed: str, kept: str) -> None:
    assert PhoneField(region=region).clean(typed) == kept


@pytest.mark.parametrize(
    "typed", ["call me", "1-800-FLOWERS", "030 1234567\n1", "٠٣٠١٢٣٤", "<script>", "+", "---- ----"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        PhoneField(region="DE").clean(typed)


def test_a_country_that_is_none_is_passed_over(settings: Any) -> None:
    settings.FLOWS_COUNTRY = "Germany"

    assert PhoneField().clean("030 1234567") == "030 1234567"


def test_no_number_is_none() -> None:
    assert PhoneField(region="DE", required=False).clean("") == ""
