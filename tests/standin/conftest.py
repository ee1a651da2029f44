"""The adapter of the stand-in, as the tests' settings configure it, and its pages' payers."""

import pytest

from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.providers import provider as provider_called


@pytest.fixture
def provider() -> PaymentProvider:
    return provider_called("standin")
