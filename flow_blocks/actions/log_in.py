"""Log in: with the account one has, through whatever backends the site authenticates by."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import EmailField
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cmsflows import COMPLETE, Answer, register_action
from flow_blocks.accounts.known import known_of
from flow_blocks.accounts.sign_in import accounts_of
from flow_blocks.accounts.strangers import ForStrangers


class LogInForm(AuthenticationForm):
    """Django's own, without the focus: whoever listens to the page begins at its heading.

    It asks for what the user model says people log in by.
    """

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.accounts = accounts_of(request)
        self.fields["username"] = self.accounts.log_in_field() or self._own_field()
        self.fields["password"].error_messages["required"] = _("Enter your password.")

    def _own_field(self) -> forms.Field:
        found = self.fields["username"]
        found.widget.attrs.pop("autofocus", None)
        name = found.label or ""
        found.error_messages["required"] = _("Enter your %(name)s.") % {"name": name.lower()}
        if isinstance(self.username_field, EmailField):
            found.widget.input_type = "email"
        return found

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """A wrong password and an unknown name get the same answer. `Any`: cleaned values."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            self.user_cache = self.accounts.authenticate(name, password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


@register_action("log_in", label=_("Log in"), icon="login", group=_("Accounts"))
class LogIn(ForStrangers):
    """For visitors who have an account.

    The request goes to the backends, so that those which count tries see them. Where more is asked
    than a password, the visitor is led there and comes back. Who is logged in already only reads
    so, and goes on. The state gets what the account says, which may be an empty text.
    """

    strangers_form = LogInForm
    logs_in = True
    provides = {"name": str, "email": str}
    sensitive_fields = ["password"]

    def strangers_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {"request": self.request}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        if isinstance(form, LogInForm):
            elsewhere = form.accounts.log_in(form.get_user(), return_to=self.walk.way_back())
            if elsewhere is not None:
                self.state["log_in_begun"] = True  # A run that has just begun is kept for that.
                return elsewhere
        self.state.pop("log_in_begun", None)
        self.state.update(known_of(self.request.user))
        return COMPLETE

    @method_decorator(sensitive_post_parameters("password"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`Any`: URL arguments. Error reports shall not hold the password."""
        return super().dispatch(request, *args, **kwargs)
