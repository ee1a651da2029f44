"""What opens the providers' sandboxes, from the environment; never an account with real money."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

STRIPE = "CMSFLOWS_STRIPE_TEST_KEY"
PAYPAL_ID = "CMSFLOWS_PAYPAL_CLIENT_ID"
PAYPAL_SECRET = "CMSFLOWS_PAYPAL_SECRET"

TEST_KEYS = ("sk_test_", "rk_test_")


@dataclass(frozen=True, repr=False)
class Paypal:
    client_id: str
    secret: str


def stripe_key(environ: Mapping[str, str]) -> str | None:
    """None where there is none. A live key ends the run."""
    key = environ.get(STRIPE)
    if key and not key.startswith(TEST_KEYS):
        raise pytest.UsageError(f"{STRIPE} is no test key: it must begin with sk_test_.")
    return key or None


def paypal(environ: Mapping[str, str]) -> Paypal | None:
    """None where there are none. Of the live site they are worth nothing at the sandbox."""
    client_id, secret = environ.get(PAYPAL_ID), environ.get(PAYPAL_SECRET)
    return Paypal(client_id, secret) if client_id and secret else None
