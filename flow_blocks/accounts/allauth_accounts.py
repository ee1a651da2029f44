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
    has_verified_email,
    perform_login,
    setup_user_email,
    user_email,
)
from allauth.core import ratelimit
from allauth.utils import get_form_class
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

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

    @sensitive_variables()
    def authenticate(self, name: str, password: str) -> Any | None:
        """By allauth's own form, which counts failures by address and by visitor."""
        self._limit("login")
        form_class = get_form_class(app_settings.FORMS, "login", LoginForm)
        form = form_class(data={"login": name, "password": password}, request=self.request)
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
        own = EmailAddress.objects.filter(user=user, email__iexact=email).first()
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
        return bool(has_verified_email(user, email))

    def confirm(self, user: Any, email: str, *, is_new: bool = False) -> None:
        """Only an address the account has already; what else is confirmed is the run's to know."""
        address = EmailAddress.objects.filter(user=user, email__iexact=email).first()
        if address is None and str(user_email(user)).lower() == email.lower():
            address = EmailAddress.objects.add_email(self.request, user, email)
        if address is not None:
            self.adapter.confirm_email(self.request, address)
        if is_new and not self.request.user.is_authenticated:
            perform_login(self.request, user, email=email)

    def _is_in(self, user: Any) -> bool:
        return bool(self.request.user.is_authenticated and self.request.user.pk == user.pk)

    def _limit(self, action: str, key: str | None = None) -> None:
        """Raises `ValidationError` where allauth's own page would answer 429."""
        if not ratelimit.consume(self.request, action=action, key=key):
            raise ValidationError(_("That was too often. Please wait a little, then try again."))
