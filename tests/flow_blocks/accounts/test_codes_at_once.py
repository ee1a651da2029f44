"""Codes tried and asked for by several operating-system processes at once."""

from typing import Any

import pytest

from cmsflows.testing.processes import in_processes
from flow_blocks.accounts.codes import (
    DeadCodeError,
    Errand,
    TooManyError,
    TooSoonError,
    WrongCodeError,
    make_code,
    try_code,
)
from flow_blocks.models import EmailedCode

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ERRAND = Errand("new_password", "a" * 32, "ada@example.com")
STORE = "cmsflows.statestore.django_store"
GUESSES = 5


def guess(store: Any, number: int) -> list[str]:
    """What one guesser hears, each of whose guesses is another's no more."""
    return [_heard(f"{number * GUESSES + place:06}") for place in range(GUESSES)]


def _heard(text: str) -> str:
    try:
        return try_code(ERRAND, text)
    except (WrongCodeError, DeadCodeError) as error:
        return type(error).__name__


def ask(store: Any, number: int) -> str:
    return _asked(ERRAND)


def ask_in_a_run_of_ones_own(store: Any, number: int) -> str:
    return _asked(Errand("new_password", str(number), "ada@example.com"))


def _asked(errand: Errand) -> str:
    try:
        return make_code(errand)
    except (TooSoonError, TooManyError) as error:
        return type(error).__name__


def enter(store: Any, number: int) -> str:
    return _heard(CODE)


CODE = "123456"


def known_code(code: str) -> None:
    make_code(ERRAND)
    EmailedCode.objects.update(digest=ERRAND.digest(code))


def test_five_tries_are_five_however_many_guess() -> None:
    """Forty guesses; four hear that they may go on, and the right one is not among the five."""
    known_code(CODE)

    heard = [each for answers in in_processes(guess, store=STORE) for each in answers]

    assert len(heard) == 8 * GUESSES
    assert heard.count("WrongCodeError") <= 4
    assert set(heard) == {"WrongCodeError", "DeadCodeError"}
    assert EmailedCode.objects.get().tries == 5
    assert _heard(CODE) == "DeadCodeError"


def test_of_eight_who_ask_at_once_one_is_sent_a_code() -> None:
    heard = in_processes(ask, store=STORE)

    assert heard.count("TooSoonError") == 7
    assert EmailedCode.objects.count() == 1


def test_of_eight_runs_five_send_a_code_to_one_address() -> None:
    heard = in_processes(ask_in_a_run_of_ones_own, store=STORE)

    assert heard.count("TooManyError") == 3
    assert EmailedCode.objects.count() == 5


def test_a_code_that_is_sent_twice_at_once_is_right_twice() -> None:
    """Somebody clicked twice."""
    known_code(CODE)

    heard = in_processes(enter, store=STORE, workers=3)

    assert set(heard) == {str(EmailedCode.objects.get().pk)}
