"""What a site or an app tests its own parts with; needs pytest.

A store's test class inherits `StoreContract`, or `SharedStoreContract` when several processes may
use the store at once; one whose server can go away inherits `OutageContract` beside it.

Flows are tested by a `Visitor`, on pages that `flow_page` makes of `step` and `group`; the fixtures
`visitor`, `serve_step` and `serve_flow` come with the plugin `cmsflows.testing.plugin`.
"""

import pytest

pytest.register_assert_rewrite(
    "cmsflows.testing.contract_records",
    "cmsflows.testing.finding_contract",
    "cmsflows.testing.listing_contract",
    "cmsflows.testing.outage",
    "cmsflows.testing.racing_contract",
    "cmsflows.testing.store_contract",
)

from cmsflows.testing.outage import OutageContract, Server  # noqa: E402  # asserts are rewritten
from cmsflows.testing.racing_contract import at_once  # noqa: E402  # likewise
from cmsflows.testing.steps import Served  # noqa: E402  # likewise
from cmsflows.testing.store_contract import (  # noqa: E402  # likewise
    SharedStoreContract,
    StoreContract,
)
from cmsflows.testing.trees import (  # noqa: E402  # likewise
    flow_page,
    group,
    guard,
    node_id,
    publish,
    step,
)
from cmsflows.testing.visitor import Visitor  # noqa: E402  # likewise

__all__ = [
    "OutageContract",
    "Served",
    "Server",
    "SharedStoreContract",
    "StoreContract",
    "Visitor",
    "at_once",
    "flow_page",
    "group",
    "guard",
    "node_id",
    "publish",
    "step",
]
