"""Checks of the user model; `tests/other_users` has models that fail some of them."""

import pytest

from flow_blocks.accounts import checks


def test_djangos_own_user_model_is_all_right() -> None:
    assert checks.check_user_model(None) == []


def test_without_an_email_field_nobody_can_be_sent_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "email_field", lambda: "")

    found = checks.check_user_model(None)

    assert [(each.id, each.msg) for each in found] == [
        (
            "flow_blocks.W002",
            "auth.User has no email field, so nobody can be sent a code for a new password.",
        )
    ]
