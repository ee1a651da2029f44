"""How the stand-in's webhooks prove whose they are: a time and an HMAC of it and the body.

`StandIn-Signature: t=1700000000,v1=<hex>`, in the manner of Stripe's, see
https://docs.stripe.com/webhooks#verify-manually
"""

import hashlib
import hmac
import time

HEADER = "StandIn-Signature"
TOLERANCE = 5 * 60
"""Seconds for which a message is believed: whoever caught one cannot send it again next week."""


class SignatureError(Exception):
    """The message does not prove whose it is."""


def sign(body: bytes, *, secret: str, at: int | None = None) -> str:
    """The header's value; `at` is in seconds since 1970, or now."""
    stamp = str(int(time.time()) if at is None else at)
    return f"t={stamp},v1={_digest(stamp, body, secret)}"


def check(header: str, body: bytes, *, secret: str) -> None:
    """Raise `SignatureError` unless one who knows the secret has signed this, lately."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name == "t"]
    digests = [value for name, _, value in parts if name == "v1"]
    if len(stamps) != 1 or not digests:
        raise SignatureError("The call carries no signature.")
    wanted = _digest(stamps[0], body, secret)
    # All of them, and in constant time: how long it takes tells nothing.
    matches = [hmac.compare_digest(wanted.encode(), each.encode()) for each in digests]
    if not any(matches):
        raise SignatureError("The signature is of somebody else, or of another message.")
    # What was signed is a number that we wrote.
    if abs(time.time() - int(stamps[0])) > TOLERANCE:
        raise SignatureError("The message is too old, or from the future.")


def _digest(stamp: str, body: bytes, secret: str) -> str:
    # Not every character of a header is one of ASCII.
    signed = stamp.encode("utf-8", "surrogateescape") + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
