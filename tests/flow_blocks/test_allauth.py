"""The account steps with django-allauth, in a process whose settings have it installed."""

import pytest

from tests.flow_blocks.other_sites import run_cases

pytestmark = pytest.mark.slow


def test_its_adapter_limits_and_verification_are_honoured() -> None:
    said = run_cases("tests/allauth_site/cases.py", settings="tests.allauth_site.settings")

    assert " passed" in said
    assert "skipped" not in said
