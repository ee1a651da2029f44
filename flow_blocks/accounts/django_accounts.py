"""Accounts as plain Django has them, with whatever backends the site authenticates by."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import authenticate, get_user_model, login, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.debug import sensitive_variables

from flow_blocks.accounts import user_model
from flow_blocks.accounts.address import looks_like
from flow_blocks.mail.code_mail import send_code_mail


class DjangoAccounts:
    """For one request. `Any`, here and below: a site has a user model of its own."""

    confirms_before_log_in = False

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @sensitive_variables("password")
    def authenticate(self, name: str, password: str) -> Any | None:
        """Backends that count tries refuse by an exception, which shall not sound different."""
        try:
            return authenticate(self.request, username=name, password=password)
        except PermissionDenied:
            return None

    def log_in(self, user: Any, *, return_to: str) -> HttpResponseBase | None:
        """Nothing more is asked for."""
        login(self.request, user)
        return None

    def log_out(self) -> None:
        logout(self.request)

    def may_sign_up(self) -> bool:
        return True

    def new_user(self) -> Any:
        return get_user_model()()

    def clean_email(self, email: str) -> str:
        return email.lower()

    @sensitive_variables("password")
    def validate_password(self, password: str, user: Any) -> None:
        validate_password(password, user)

    def is_taken(self, email: str, username: str) -> bool:
        same = [
            Q(**{f"{field}__iexact": text})
            for field, given in (
                (user_model.username_field(), {email, username}),
                (user_model.email_field(), {email}),
            )
            for text in sorted(given)
            if field and text
        ]
        found = get_user_model()._default_manager.filter(Q(*same, _connector=Q.OR))
        return bool(found.exists())

    def create(self, user: Any, form: Any, *, is_confirmed: bool) -> Any:
        return form.set_password_and_save(user)

    @sensitive_variables("password")
    def let_in(self, user: Any, password: str, *, return_to: str) -> bool:
        known = self.authenticate(user.get_username(), password)
        if known is not None:
            login(self.request, known)
        return known is not None

    def before_new_password(self, email: str) -> None:
        """Nothing stands in the way but what `codes` counts."""

    def find(self, email: str) -> Any | None:
        """Of several accounts the one that was used last: all their owners read this mail."""
        field = user_model.email_field()
        if not field:
            return None
        found = get_user_model()._default_manager.filter(**{f"{field}__iexact": email})
        usable = [each for each in found if is_open_to(each, getattr(each, field), email)]
        return max(usable, key=used_last, default=None)

    def address_of(self, user: Any | None, email: str) -> str:
        return email if user is None else str(getattr(user, user_model.email_field()))

    def send_mail(self, kind: str, to: str, context: Mapping[str, Any]) -> None:
        send_code_mail(kind, to, dict(context))

    @sensitive_variables("password")
    def set_password(self, user: Any, password: str, *, email: str) -> bool:
        user.set_password(password)
        user.save(update_fields=["password"])
        return self.let_in(user, password, return_to="")

    def has_confirmed(self, user: Any, email: str) -> bool:
        return False

    def confirm(self, user: Any, email: str, *, is_new: bool = False) -> None:
        """Django keeps no word of it; the run does."""


def is_open_to(user: Any, own: str, email: str) -> bool:
    """May who reads mail to this address choose a new password for this account?"""
    is_theirs = looks_like(own) == looks_like(email)
    return bool(is_theirs and user.is_active and user.has_usable_password())


def used_last(user: Any) -> tuple[float, str]:
    """For sorting: those that were never used come first."""
    last = getattr(user, "last_login", None)
    return (last.timestamp() if last else 0.0, str(user.pk))
