"""Sign-in: how this site knows accounts and lets people in, behind one small interface.

Plain Django or, where it is installed, django-allauth, whose adapter then has its say.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from django.apps import apps
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

DJANGO = "flow_blocks.accounts.django_accounts.DjangoAccounts"
ALLAUTH = "flow_blocks.accounts.allauth_accounts.AllauthAccounts"


class Accounts(Protocol):
    """The accounts of this site, for one request.

    `Any`, here and below: a site has a user model of its own.
    """

    confirms_before_log_in: bool
    """May an account be made whose owner has to do more before they are logged in?"""

    def authenticate(self, name: str, password: str) -> Any | None:
        """Who logs in with these, if somebody does. Raises `ValidationError` in words of its own.

        `name` is whatever people of this site log in by.
        """

    def log_in(self, user: Any, *, return_to: str) -> HttpResponseBase | None:
        """Log in who was authenticated; or answer where more is asked of them, which then leads
        back to this URL."""

    def log_out(self) -> None:
        """Nobody is logged in after this."""

    def may_sign_up(self) -> bool:
        """Can accounts be made at all just now?"""

    def new_user(self) -> Any:
        """An account that is not saved yet."""

    def clean_email(self, email: str) -> str:
        """The address to sign up with. Raises `ValidationError`."""

    def validate_password(self, password: str, user: Any) -> None:
        """Raises `ValidationError`."""

    def is_taken(self, email: str, username: str) -> bool:
        """Is there an account of this address or name, in whatever case it is written?"""

    def create(self, user: Any, form: Any, *, is_confirmed: bool) -> Any:
        """Save a new account with the password of a sign-up form.

        `is_confirmed` says that who signs up has shown the address to be theirs. Raises
        `IntegrityError`.
        """

    def let_in(self, user: Any, password: str, *, return_to: str) -> bool:
        """Log in whoever has just made this account. False where more is asked of them first."""

    def before_new_password(self, email: str) -> None:
        """Somebody asks for a code. Raises `ValidationError`, account or no account."""

    def find(self, email: str) -> Any | None:
        """The account whose owner may choose a new password by reading mail to this address."""

    def address_of(self, user: Any | None, email: str) -> str:
        """Where to write to that account's owner: as the account has it, since what was typed may
        only look like that. Where there is no account, at this address."""

    def send_mail(self, kind: str, to: str, context: Mapping[str, Any]) -> None:
        """Send one of the mails about codes. `Any`: template variables."""

    def set_password(self, user: Any, password: str, *, email: str) -> bool:
        """Give an account a new password, and log its owner in, who has read mail to this address.

        False where more is asked of them before they are logged in.
        """

    def has_confirmed(self, user: Any, email: str) -> bool:
        """Does the site know already that this address is this user's?"""

    def confirm(self, user: Any, email: str, *, is_new: bool = False) -> None:
        """This user has shown that this address of theirs is theirs.

        With `is_new` the account was made in this very run, and waits for that to be logged in.
        """


def accounts_of(request: HttpRequest) -> Accounts:
    """The accounts of this site, for a request."""
    path = ALLAUTH if apps.is_installed("allauth.account") else DJANGO
    found: Accounts = import_string(path)(request)
    return found
