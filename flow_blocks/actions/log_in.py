"""Log in: with the account one has, through whatever backends the site authenticates by."""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from cmsflows import COMPLETE, Action, Answer, register_action
from flow_blocks.accounts.known import known_of


class LogInForm(AuthenticationForm):
    """Django's own, without the focus: whoever listens to the page begins at its heading."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("autofocus", None)


@register_action("log_in", label=_("Log in"), icon="login", group=_("Accounts"))
class LogIn(Action):
    """For visitors who have an account.

    The request goes to the backends, so that those which count tries see them, and a wrong
    password and an unknown name get the same answer. Who is logged in already only reads so, and
    goes on. The state gets what the account says, which may be an empty text.
    """

    logs_in = True
    provides = {"name": str, "email": str}
    sensitive_fields = ["password"]

    def get_form_class(self) -> type[forms.BaseForm]:
        return forms.Form if self.request.user.is_authenticated else LogInForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        kwargs = super().get_form_kwargs()
        is_known = self.request.user.is_authenticated
        return kwargs if is_known else {**kwargs, "request": self.request}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        if isinstance(form, LogInForm):
            login(self.request, form.get_user())
        self.state.update(known_of(self.request.user))
        return COMPLETE

    @method_decorator(sensitive_post_parameters("password"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`Any`: URL arguments. Error reports shall not hold the password."""
        return super().dispatch(request, *args, **kwargs)
