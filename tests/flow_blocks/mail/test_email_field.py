"""The field for email addresses, wherever one is asked for."""

import pytest
from django.core.exceptions import ValidationError

from flow_blocks.mail.email_field import EmailField


def test_browsers_are_told_whose_address_it_is() -> None:
    field, name = EmailField(), EmailField(autocomplete="username")

    assert field.widget.attrs["autocomplete"] == "email"
    assert name.widget.attrs["autocomplete"] == "username"
    assert field.widget.input_type == "email"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter your email address."),
        ("ada", "Enter an email address like name@example.com."),
        ("ada@b.example, eve@b.example", "Enter an email address like name@example.com."),
    ],
)
def test_what_is_no_address_is_refused(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        EmailField().clean(typed)

    assert refused.value.messages == [words]


def test_it_is_no_longer_than_an_address_may_be() -> None:
    with pytest.raises(ValidationError):
        EmailField().clean(f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.example")
