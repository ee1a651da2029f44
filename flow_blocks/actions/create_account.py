"""Create an account: a name, an email address and a password, and one is logged in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cmsflows import COMPLETE, NOT_DONE, Answer, Unsettled, register_action
from flow_blocks.accounts.confirmed import NEW_ACCOUNT, is_confirmed
from flow_blocks.accounts.known import known_of
from flow_blocks.accounts.sign_up import CreateAccountForm
from flow_blocks.accounts.strangers import ForStrangers

REFUSAL = ValidationError(
    _(
        "We could not create an account with these details. If you have been here before, log in "
        "instead."
    ),
    code="refused",
)


@register_action("create_account", label=_("Create an account"), icon="key", group=_("Accounts"))
class CreateAccount(ForStrangers):
    """A name, an email address and a password for visitors who are new.

    Whose address was confirmed before, in this run, has an account that says so. Where the site
    wants it confirmed first and it was not, the account is made and its owner not logged in yet.
    """

    strangers_form = CreateAccountForm
    commits = True
    logs_in = True
    provides = {"name": str, "email": str}
    sensitive_fields = ["password1", "password2"]

    def strangers_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {"request": self.request}

    @sensitive_variables()
    def form_valid(self, form: forms.BaseForm) -> Answer:
        user = self.request.user
        if isinstance(form, CreateAccountForm):
            email = form.cleaned_data["email"]
            made = form.save(is_confirmed=is_confirmed(self.state, email))
            if made is None:
                return self._refused(form)
            user, password = made, form.cleaned_data["password1"]
            if not form.accounts.let_in(user, password, return_to=self.walk.way_back()):
                if not form.accounts.confirms_before_log_in:
                    return self._refused(form)
                self.state[NEW_ACCOUNT] = str(user.pk)
        self.state.update(known_of(user))
        return COMPLETE

    def settle(self) -> Answer | Unsettled:
        """An account that was made half way refuses a second one of its address, so try again."""
        if not self.is_known:
            return NOT_DONE
        self.state.update(known_of(self.request.user))
        return COMPLETE

    def _refused(self, form: CreateAccountForm) -> Answer:
        form.add_error(None, REFUSAL)
        return self.form_invalid(form)

    @method_decorator(sensitive_post_parameters("password1", "password2"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`Any`: URL arguments. Error reports shall not hold the passwords."""
        return super().dispatch(request, *args, **kwargs)
