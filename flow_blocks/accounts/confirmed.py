"""Whether a run's visitor has shown that its email address is theirs."""

from collections.abc import Mapping
from typing import Any

from flow_blocks.accounts.address import is_same

CONFIRMED = "confirmed_email"
"""The address that was confirmed, in the state: it says nothing of another that is given later."""

NEW_ACCOUNT = "new_account"
"""The key of an account that was made in this run and whose owner is not logged in yet, in the
state."""


def is_confirmed(state: Mapping[str, Any], email: object) -> bool:
    """Was this very address confirmed? `Any`: state holds whatever the actions put there."""
    return is_same(state.get(CONFIRMED), email)
