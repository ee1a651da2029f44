"""What an account tells a flow."""

from typing import Any

from flow_blocks.accounts.user_model import email_field, name_field


def known_of(user: Any) -> dict[str, str]:
    """What an account says of its owner. `Any`: a site has a user model of its own."""
    email = getattr(user, email_field(), "") if email_field() else ""
    return {"name": _name_of(user) or user.get_username(), "email": str(email or "")}


def _name_of(user: Any) -> str:
    """`Any`: see above."""
    if hasattr(user, "get_full_name"):
        return str(user.get_full_name())
    return str(getattr(user, name_field(), "") or "") if name_field() else ""
