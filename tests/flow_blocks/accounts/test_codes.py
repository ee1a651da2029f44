"""Emailed codes: what is kept of them, and what each is good for."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from flow_blocks.accounts.codes import (
    DeadCodeError,
    Errand,
    TooManyError,
    TooSoonError,
    WrongCodeError,
    forget_old_codes,
    make_code,
    sent,
    spend,
    try_code,
    withdraw,
)
from flow_blocks.models import CodeAllowance, EmailedCode
from tests.flow_blocks.mails import another

pytestmark = pytest.mark.django_db

ERRAND = Errand("new_password", "a" * 32, "ada@example.com")


def later(**time: int) -> None:
    code = EmailedCode.objects.get()
    for name in ("sent_at", "expires_at", "used_at"):
        if getattr(code, name):
            setattr(code, name, getattr(code, name) - timedelta(**time))
    code.save()


def test_a_code_is_six_digits_and_only_its_keyed_hash_is_kept() -> None:
    code = make_code(ERRAND)

    row = str(EmailedCode.objects.values().get())
    assert len(code) == 6
    assert code.isdecimal()
    assert code not in row.replace("-", "")
    assert "ada" not in row


def test_another_secret_key_reads_no_code(settings: Any) -> None:
    code = make_code(ERRAND)
    settings.SECRET_KEY = "another"

    with pytest.raises(DeadCodeError):
        try_code(ERRAND, code)


def test_the_right_code_is_known_by_its_id() -> None:
    code = make_code(ERRAND)

    assert try_code(ERRAND, code) == str(EmailedCode.objects.get().pk)


@pytest.mark.parametrize(
    "other",
    [
        Errand("confirm_email", ERRAND.task, ERRAND.email),
        Errand(ERRAND.purpose, "b" * 32, ERRAND.email),
        Errand(ERRAND.purpose, ERRAND.task, "eve@example.com"),
        Errand(ERRAND.purpose, ERRAND.task, "\u212aada@example.com"),
    ],
    ids=["purpose", "run", "address", "look-alike"],
)
def test_a_code_is_good_for_nothing_else(other: Errand) -> None:
    code = make_code(ERRAND)

    with pytest.raises(DeadCodeError):
        try_code(other, code)

    assert EmailedCode.objects.get().tries == 0
    assert not spend(other, try_code(ERRAND, code))


def test_letters_may_be_large_or_small() -> None:
    code = make_code(ERRAND)

    assert try_code(Errand(ERRAND.purpose, ERRAND.task, "ADA@example.COM"), code)


def test_the_fifth_wrong_code_is_the_last() -> None:
    code = make_code(ERRAND)
    for _ in range(4):
        with pytest.raises(WrongCodeError):
            try_code(ERRAND, another(code))
    with pytest.raises(DeadCodeError):
        try_code(ERRAND, another(code))

    with pytest.raises(DeadCodeError):
        try_code(ERRAND, code)

    assert EmailedCode.objects.get().tries == 5


def test_a_second_click_is_taken_for_the_first() -> None:
    code = make_code(ERRAND)

    assert try_code(ERRAND, code) == try_code(ERRAND, code)


def test_a_code_that_was_used_opens_nothing_later() -> None:
    code = make_code(ERRAND)
    try_code(ERRAND, code)
    later(seconds=31)

    with pytest.raises(DeadCodeError):
        try_code(ERRAND, code)


def test_a_code_is_spent_once() -> None:
    code = make_code(ERRAND)
    code_id = try_code(ERRAND, code)

    assert [spend(ERRAND, code_id), spend(ERRAND, code_id)] == [True, False]
    with pytest.raises(DeadCodeError):
        try_code(ERRAND, code)


@pytest.mark.parametrize("code_id", ["", "0", "-1", "x", "1; --", "99999999999999999"])
def test_what_is_no_code_cannot_be_spent(code_id: str) -> None:
    make_code(ERRAND)

    assert not spend(ERRAND, code_id)


def test_a_code_that_was_not_entered_cannot_be_spent() -> None:
    make_code(ERRAND)

    assert not spend(ERRAND, str(EmailedCode.objects.get().pk))


def test_another_code_is_made_after_a_while() -> None:
    make_code(ERRAND)
    with pytest.raises(TooSoonError):
        make_code(ERRAND)
    later(seconds=60)

    make_code(ERRAND)

    assert EmailedCode.objects.count() == 1


def test_what_is_withdrawn_is_made_anew_at_once() -> None:
    code = make_code(ERRAND)
    withdraw(ERRAND)
    with pytest.raises(DeadCodeError):
        try_code(ERRAND, code)

    assert make_code(ERRAND)


def test_a_page_knows_how_long_to_wait() -> None:
    before = sent(ERRAND)
    make_code(ERRAND)
    now = sent(ERRAND)
    later(seconds=61)
    then = sent(ERRAND)

    assert before is None
    assert now is not None
    assert 58 <= now.wait <= 60
    assert then is not None
    assert then.wait == 0


def test_an_address_is_sent_so_many_codes_in_an_hour(settings: Any) -> None:
    settings.FLOWS_CODES_PER_HOUR = 2
    for number in range(2):
        make_code(Errand("new_password", str(number), "ada@example.com"))

    with pytest.raises(TooManyError):
        make_code(Errand("new_password", "2", "ＡDA@example.com"))

    assert EmailedCode.objects.count() == 2
    CodeAllowance.objects.update(since=timezone.now() - timedelta(hours=1))
    make_code(Errand("new_password", "2", "ada@example.com"))


def test_a_code_that_may_not_be_sent_leaves_the_one_before_as_it_was(settings: Any) -> None:
    settings.FLOWS_CODES_PER_HOUR = 1
    code = make_code(ERRAND)
    later(seconds=61)

    with pytest.raises(TooManyError):
        make_code(ERRAND)

    assert try_code(ERRAND, code)


def test_old_codes_are_forgotten() -> None:
    make_code(ERRAND)
    assert forget_old_codes() == 0
    later(hours=2)
    CodeAllowance.objects.update(since=timezone.now() - timedelta(hours=2))

    assert forget_old_codes() == 1
    assert not CodeAllowance.objects.exists()
