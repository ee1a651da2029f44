"""The tests of the sandboxes run where somebody asks for them, and never with real money."""

import pytest

from tests.flow_blocks.payments.sandboxes.credentials import paypal, stripe_key


@pytest.mark.parametrize("key", ["sk_test_1", "rk_test_1"])
def test_a_test_key_is_taken(key: str) -> None:
    assert stripe_key({"CMSFLOWS_STRIPE_TEST_KEY": key}) == key


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1", "pk_test_1", "x", " sk_test_1"])
def test_any_other_key_ends_the_run(key: str) -> None:
    with pytest.raises(pytest.UsageError) as refusal:
        stripe_key({"CMSFLOWS_STRIPE_TEST_KEY": key})

    assert str(refusal.value) == (
        "CMSFLOWS_STRIPE_TEST_KEY is no test key: it must begin with sk_test_."
    )


def test_without_credentials_nothing_is_asked() -> None:
    """An empty variable is how many systems write one that is not set."""
    assert stripe_key({}) is stripe_key({"CMSFLOWS_STRIPE_TEST_KEY": ""}) is None
    assert paypal({}) is paypal({"CMSFLOWS_PAYPAL_CLIENT_ID": "x"}) is None


def test_a_secret_is_not_printed_by_a_failing_test() -> None:
    found = paypal({"CMSFLOWS_PAYPAL_CLIENT_ID": "x", "CMSFLOWS_PAYPAL_SECRET": "hush"})

    assert "hush" not in repr(found)
