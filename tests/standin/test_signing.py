"""A webhook proves whose it is, and when it was sent."""

import time

import pytest

from standin.signing import TOLERANCE, SignatureError, check, sign

SECRET = "known to two"
BODY = b'{"a": "\xf0\x9f\xab\x96"}'


def now() -> int:
    return int(time.time())


def test_what_was_signed_is_believed() -> None:
    check(sign(BODY, secret=SECRET), BODY, secret=SECRET)


def test_of_several_signatures_one_must_fit() -> None:
    """While a secret is being changed, both are signed with."""
    stamp, _, right = sign(BODY, secret=SECRET).partition(",")
    header = f"{stamp},v1={'0' * 64},{right},v0=else"

    check(header, BODY, secret=SECRET)


@pytest.mark.parametrize("age", [TOLERANCE - 5, 5 - TOLERANCE])
def test_a_clock_may_be_a_little_wrong(age: int) -> None:
    check(sign(BODY, secret=SECRET, at=now() - age), BODY, secret=SECRET)


@pytest.mark.parametrize("age", [TOLERANCE + 5, -TOLERANCE - 5, 10**9])
def test_an_old_message_is_not_believed(age: int) -> None:
    header = sign(BODY, secret=SECRET, at=now() - age)

    with pytest.raises(SignatureError) as caught:
        check(header, BODY, secret=SECRET)

    assert str(caught.value) == "The message is too old, or from the future."


def test_another_body_is_not_believed() -> None:
    with pytest.raises(SignatureError):
        check(sign(BODY, secret=SECRET), BODY + b" ", secret=SECRET)


def test_another_time_is_not_believed() -> None:
    """Else an old message could be made young."""
    old = sign(BODY, secret=SECRET, at=now() - 10_000)

    with pytest.raises(SignatureError):
        check(f"t={now()},{old.partition(',')[2]}", BODY, secret=SECRET)


def test_another_secret_is_not_believed() -> None:
    with pytest.raises(SignatureError):
        check(sign(BODY, secret="guessed"), BODY, secret=SECRET)


@pytest.mark.parametrize(
    "header",
    [
        "",
        ",",
        "t=",
        "v1=",
        "t=1",
        "t=1,v1=",
        "t=now,v1=" + "0" * 64,
        "t=1,t=2,v1=" + "0" * 64,
        "t=1,v1=\udc80",
        "t=\udc80,v1=é",
        "t=1,v1=é🫖",
        "t=" + "9" * 10_000 + ",v1=" + "0" * 64,
        "x" * 100_000,
    ],
)
def test_any_other_header_is_not_believed(header: str) -> None:
    with pytest.raises(SignatureError):
        check(header, BODY, secret=SECRET)
