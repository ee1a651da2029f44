"""The system checks of the CMS side."""

import pytest
from pytest_django import Settings

from cmsflows.cms.checks import check_form_fields


@pytest.mark.parametrize("limit", [None, 5_000, 10_000])
def test_enough_form_fields_are_enough(settings: Settings, limit: int | None) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = limit

    assert check_form_fields(None) == []


def test_djangos_own_limit_is_too_low_for_large_flows(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

    (warning,) = check_form_fields(None)

    assert warning.id == "cmsflows.W001"
    assert warning.msg == (
        "DATA_UPLOAD_MAX_NUMBER_FIELDS is 1000, and the form of a large flow has more fields: "
        "saving it would answer 400 Bad Request."
    )
    assert warning.hint == "Set DATA_UPLOAD_MAX_NUMBER_FIELDS to 5000 or more."
