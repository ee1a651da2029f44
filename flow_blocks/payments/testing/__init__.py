"""What an adapter to a payment provider is tested with; needs pytest.

A test class inherits `ProviderContract` for each kind of payment without a page of the provider's,
and `HostedContract` for each with one; beside either `RememberingContract`, where methods are kept.
"""

import pytest

pytest.register_assert_rewrite(
    "flow_blocks.payments.testing.hosted_contract",
    "flow_blocks.payments.testing.provider_contract",
    "flow_blocks.payments.testing.remembering_contract",
    "flow_blocks.payments.testing.scene",
)

from flow_blocks.payments.testing.hosted_contract import (  # noqa: E402  # asserts are rewritten
    HostedContract,
)
from flow_blocks.payments.testing.provider_contract import (  # noqa: E402  # likewise
    ProviderContract,
)
from flow_blocks.payments.testing.remembering_contract import (  # noqa: E402  # likewise
    RememberingContract,
)
from flow_blocks.payments.testing.scene import Scene  # noqa: E402  # likewise

__all__ = ["HostedContract", "ProviderContract", "RememberingContract", "Scene"]
