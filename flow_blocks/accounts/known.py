"""What an account tells a flow."""

from typing import Any


def known_of(user: Any) -> dict[str, str]:
    """What an account says of its owner. `Any`: a site has a user model of its own."""
    full_name = user.get_full_name() if hasattr(user, "get_full_name") else ""
    email = getattr(user, user.get_email_field_name(), "")
    return {"name": full_name or user.get_username(), "email": email or ""}
