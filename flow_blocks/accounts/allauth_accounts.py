"""Accounts as django-allauth has them: its adapter, its limits and its stages of a log-in hold.

Only imported where `allauth.account` is installed. What is used of it are its log-in form, its
adapter, its signals and `allauth.account.utils`.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account import app_settings, signals
from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.models import EmailAddress
from allauth.account.utils import (
    complete_signup,
    filter_users_by_email,
    perform_login,
    setup_user_email,
    user_email,
)
from allauth.core import ratelimit
from allauth.utils import get_form_class
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from flow_blocks.accounts.address import is_same
from flow_blocks.accounts.django_accounts import DjangoAccounts, is_open_to, used_last

FOLDER = "flow_blocks/mail"


class AllauthAccounts(DjangoAccounts):
    """For one request. `Any`, here and below: a site has a user model of its own."""

    confirms_before_log_in = True

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.adapter = get_adapter(request)
        self.form: Any = None
        """Allauth's own form, once somebody was authenticated by it."""

    def log_in_field(self) -> forms.Field | None:
        """An address, a user name, or either, as ACCOUNT_LOGIN_METHODS says."""
        found: forms.Field = self._log_in_form(request=self.request).fields["login"]
        found.widget.attrs.pop("placeholder", None)
        found.widget.attrs["autocomplete"] = "username"
        return found

    @sensitive_variables()
    def authenticate(self, name: str, password: str) -> Any | None:
        """By allauth's own form, which counts failures by address and by visitor."""
        self._limit("login")
        form = self._log_in_form(data={"login": name, "password": password}, request=self.request)
        if not form.is_valid():
            raise ValidationError([str(each) for errors in form.errors.values() for each in errors])
        self.form = form
        return form.user

    def log_in(self, user: Any, *, return_to: str) -> HttpResponseBase | None:
        """A second factor, or an address to be confirmed, is asked for on allauth's own pages."""
        response: HttpResponseBase = self.form.login(self.request, redirect_url=return_to)
        return None if self._is_in(user) else response

    def log_out(self) -> None:
        self.adapter.logout(self.request)

    def may_sign_up(self) -> bool:
        return bool(self.adapter.is_open_for_signup(self.request))

    def new_user(self) -> Any:
        return self.adapter.new_user(self.request)

    def clean_email(self, email: str) -> str:
        self._limit("signup")
        return str(self.adapter.clean_email(email.lower()))

    @sensitive_variables("password")
    def validate_password(self, password: str, user: Any) -> None:
        self.adapter.clean_password(password, user)

    def is_taken(self, email: str, username: str) -> bool:
        return super().is_taken(email, username) or bool(filter_users_by_email(email))

    def create(self, user: Any, form: Any, *, is_confirmed: bool) -> Any:
        """The adapter saves it, and finds it a user name if it needs one."""
        email = form.cleaned_data["email"]
        if is_confirmed:
            self.adapter.stash_verified_email(self.request, email)
        made = self.adapter.save_user(self.request, user, form) or user
        setup_user_email(self.request, made, [EmailAddress(email=email)])
        return made

    def let_in(self, user: Any, password: str, *, return_to: str) -> bool:
        """As after allauth's own sign-up: the address may have to be confirmed first."""
        verification = app_settings.EMAIL_VERIFICATION
        complete_signup(self.request, user, verification, return_to)
        return self._is_in(user)

    def before_new_password(self, email: str) -> None:
        self._limit("reset_password", key=email.lower())

    def find(self, email: str) -> Any | None:
        found = filter_users_by_email(email, is_active=True, prefer_verified=True)
        usable = [each for each in found if is_open_to(each, email, email)]
        return max(usable, key=used_last, default=None)

    def address_of(self, user: Any | None, email: str) -> str:
        """Of the account's several addresses, the one that was asked for."""
        own = self._address(user, email)
        if own is not None:
            return str(own.email)
        return email if user is None else str(user_email(user))

    def send_mail(self, kind: str, to: str, context: Mapping[str, Any]) -> None:
        """With the adapter's sender, and its beginning of the subject."""
        self.adapter.send_mail(f"{FOLDER}/{kind}", to, dict(context))

    @sensitive_variables("password")
    def set_password(self, user: Any, password: str, *, email: str) -> bool:
        self.adapter.set_password(user, password)
        signals.password_reset.send(sender=type(user), request=self.request, user=user)
        self.adapter.send_notification_mail("account/email/password_reset", user)
        self.confirm(user, email)
        perform_login(self.request, user, email=email)
        return self._is_in(user)

    def has_confirmed(self, user: Any, email: str) -> bool:
        own = self._address(user, email)
        return bool(own and own.verified)

    def confirm(self, user: Any, email: str, *, is_new: bool = False) -> None:
        """Only an address the account has already; what else is confirmed is the run's to know."""
        address = self._address(user, email)
        if address is None and is_same(user_email(user), email):
            address = EmailAddress.objects.add_email(self.request, user, email)
        if address is not None:
            self.adapter.confirm_email(self.request, address)
        if is_new and not self.request.user.is_authenticated:
            perform_login(self.request, user, email=email)

    def _log_in_form(self, **kwargs: Any) -> Any:
        """`Any`: the site's own form, and what a form takes."""
        return get_form_class(app_settings.FORMS, "login", LoginForm)(**kwargs)

    def _address(self, user: Any, email: str) -> Any | None:
        """The user's record of this very mailbox. `Any`: see above.

        Compared here, since to some databases addresses are equal that only look alike.
        """
        found = EmailAddress.objects.filter(user=user)
        return next((each for each in found if is_same(each.email, email)), None)

    def _is_in(self, user: Any) -> bool:
        return bool(self.request.user.is_authenticated and self.request.user.pk == user.pk)

    def _limit(self, action: str, key: str | None = None) -> None:
        """Raises `ValidationError` where allauth's own page would answer 429."""
        if not ratelimit.consume(self.request, action=action, key=key):
            raise ValidationError(_("That was too often. Please wait a little, then try again."))
