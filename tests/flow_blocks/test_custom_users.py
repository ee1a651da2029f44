"""The account steps with user models that are not Django's, each in a process of its own."""

import pytest

from tests.flow_blocks.other_sites import run_cases

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("model", "cases"),
    [("other_users.Member", "members.py"), ("other_users.Caller", "callers.py")],
)
def test_accounts_are_made_as_the_model_wants_them(model: str, cases: str) -> None:
    """Members log in by address and have a year of birth; callers by number, and have no name."""
    said = run_cases(
        f"tests/other_users/{cases}",
        settings="tests.other_users.settings",
        CMSFLOWS_USER_MODEL=model,
    )

    assert " passed" in said
    assert "skipped" not in said
