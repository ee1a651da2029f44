"""New password: chosen by whoever has entered the code, who is then logged in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cmsflows import COMPLETE, NOT_DONE, Answer, Unsettled, register_action
from flow_blocks.accounts.codes import Errand, spend
from flow_blocks.accounts.known import known_of
from flow_blocks.accounts.sending import NEW_PASSWORD
from flow_blocks.accounts.sign_in import accounts_of
from flow_blocks.accounts.strangers import ForStrangers

TOO_LATE = ValidationError(
    _("The code you entered is not valid any more. Go back and ask for a new one."),
    code="too_late",
)
NOT_IN = ValidationError(
    _("Your new password is set, but you are not logged in yet. Log in with it to go on."),
    code="not_in",
)


class NewPasswordForm(SetPasswordMixin, forms.Form):
    """The same password twice, by the site's rules for this user."""

    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("New password"), label2=_("The same password again")
    )

    def __init__(self, *args: Any, request: HttpRequest, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = accounts_of(request)
        self.email = email
        self.user: Any = None
        """Whose password it becomes; known when the form is valid."""
        self.fields["password1"].help_text = password_validators_help_text_html()
        self.fields["password1"].error_messages["required"] = _("Choose a password.")
        self.fields["password2"].error_messages["required"] = _("Enter the password again.")
        self.fields["password2"].help_text = ""

    @sensitive_variables("password")
    def clean(self) -> dict[str, Any]:
        """`Any`: cleaned values are of all kinds."""
        self.user = self.accounts.find(self.email)
        if self.user is None:  # It was closed meanwhile; or there was none, and the code guessed.
            raise TOO_LATE
        self.validate_passwords()
        password = self.cleaned_data.get("password1")
        if password:
            try:
                self.accounts.validate_password(password, self.user)
            except ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data


@register_action("new_password", label=_("New password"), icon="password", group=_("Accounts"))
class NewPassword(ForStrangers):
    """A new password for whoever has entered the code, who is logged in with it.

    Everybody who was logged in to that account elsewhere is logged out. Who is logged in already
    only reads so, and goes on.
    """

    strangers_form = NewPasswordForm
    commits = True
    logs_in = True
    requires = ["reset_email", "reset_code"]
    removes = ["reset_email", "reset_code"]
    provides = {"name": str, "email": str}
    sensitive_fields = ["password1", "password2"]

    def strangers_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {"request": self.request, "email": self.email}

    @property
    def email(self) -> str:
        return str(self.state.get("reset_email", ""))

    @sensitive_variables()
    def form_valid(self, form: forms.BaseForm) -> Answer:
        if isinstance(form, NewPasswordForm):
            errand = Errand(NEW_PASSWORD, self.task_id or "", self.email)
            if not spend(errand, str(self.state.get("reset_code", ""))):
                return self._refused(form, TOO_LATE)
            password = form.cleaned_data["password1"]
            if not form.accounts.set_password(form.user, password, email=self.email):
                return self._refused(form, NOT_IN)
        return self._done()

    def settle(self) -> Answer | Unsettled:
        """Who is not logged in asks for another code, whether the password was set or not."""
        return self._done() if self.is_known else NOT_DONE

    def _done(self) -> Answer:
        for name in self.removes:
            self.state.pop(name, None)
        self.state.update(known_of(self.request.user))
        return COMPLETE

    def _refused(self, form: NewPasswordForm, error: ValidationError) -> Answer:
        form.add_error(None, error)
        return self.form_invalid(form)

    @method_decorator(sensitive_post_parameters("password1", "password2"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`Any`: URL arguments. Error reports shall not hold the passwords."""
        return super().dispatch(request, *args, **kwargs)
