"""Checks whether the account steps can do their work with this site's user model."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from cmsflows import conf
from flow_blocks.accounts.user_model import email_field, fields_nobody_can_ask_for


@register("flow_blocks")
def check_user_model(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warnings, since a site may do without these steps. `Any`: Django passes what it likes."""
    found: list[CheckMessage] = []
    missing = fields_nobody_can_ask_for()
    if missing:
        found.append(
            Warning(
                f"“Create an account” cannot ask for {', '.join(missing)}, which "
                f"{conf.user_model()} requires.",
                hint="Let the fields be empty, or register a step of your own in its place.",
                id="flow_blocks.W001",
            )
        )
    if not email_field():
        found.append(
            Warning(
                f"{conf.user_model()} has no email field, so nobody can be sent a code for a new "
                "password.",
                hint="Name the field in EMAIL_FIELD, or do without “Forgot password”.",
                id="flow_blocks.W002",
            )
        )
    return found
