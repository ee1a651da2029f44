"""Confirm an email address: by a code that only who reads its mail can know."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from cmsflows import register_action
from flow_blocks.accounts.address import is_same
from flow_blocks.accounts.asking_for_code import AsksForCode
from flow_blocks.accounts.confirmed import CONFIRMED, NEW_ACCOUNT, is_confirmed
from flow_blocks.accounts.known import known_of
from flow_blocks.accounts.sending import CONFIRM_EMAIL, send_confirmation_code
from flow_blocks.accounts.sign_in import accounts_of


@register_action(
    "confirm_email", label=_("Confirm email address"), icon="mail", group=_("Accounts")
)
class ConfirmEmail(AsksForCode):
    """Sends a code to the address that an earlier step asked for, and asks for it.

    The page first has a button that sends the code, then a field to enter it. An address that is
    given later is not confirmed by it; the rule “Email address is confirmed” asks for that.
    """

    purpose = CONFIRM_EMAIL
    requires = ["email"]
    provides = {CONFIRMED: str}

    @property
    def email(self) -> str:
        return str(self.state.get("email", ""))

    @property
    def is_needed(self) -> bool:
        """Not where it was confirmed in this run, or the site has it from this user before."""
        if is_confirmed(self.state, self.email):
            return False
        user = self.request.user
        is_theirs = user.is_authenticated and is_same(known_of(user)["email"], self.email)
        return not (is_theirs and accounts_of(self.request).has_confirmed(user, self.email))

    def send(self) -> None:
        send_confirmation_code(self.request, task=self.task_id or "", email=self.email)

    def entered(self, code_id: str) -> None:
        self.state[CONFIRMED] = self.email
        accounts, new = accounts_of(self.request), self._new_account()
        if self.request.user.is_authenticated:
            accounts.confirm(self.request.user, self.email)
        elif new is not None and is_same(known_of(new)["email"], self.email):
            accounts.confirm(new, self.email, is_new=True)

    def not_needed(self) -> None:
        self.state[CONFIRMED] = self.email

    def _new_account(self) -> Any | None:
        """The account that was made in this run and waits for this. `Any`: a site's own model."""
        key = self.state.pop(NEW_ACCOUNT, None)
        return get_user_model()._default_manager.filter(pk=key).first() if key else None
