"""The bench's site with tasks in memory."""

from tests.bench.settings import *  # noqa: F403  # the same site

FLOWS_STATE_STORE = "cmsflows.statestore.memory_store"
