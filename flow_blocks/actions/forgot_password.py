"""Forgot password: where shall the code for a new one be sent?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cmsflows import COMPLETE, Answer, register_action
from flow_blocks.accounts.known import known_of
from flow_blocks.accounts.sending import send_password_code
from flow_blocks.accounts.strangers import ForStrangers
from flow_blocks.mail.email_field import EmailField


class ForgotPasswordForm(forms.Form):
    """Whether there is an account with this address is not said."""

    email = EmailField(help_text=_("The one you signed up with. We send a code there."))


@register_action("forgot_password", label=_("Forgot password"), icon="mail", group=_("Accounts"))
class ForgotPassword(ForStrangers):
    """Sends a code to choose a new password with. “Enter the code” and “New password” must follow.

    Words and time are the same whether there is an account or not. Who is logged in only goes on.
    """

    form_class = strangers_form = ForgotPasswordForm
    provides = {"reset_email": str}

    def get_initial(self) -> dict[str, Any]:
        """What the run knows already. `Any`: a form takes initial values of all kinds."""
        return {**super().get_initial(), "email": self.state.get("email", "")}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        if self.is_known:
            self.state["reset_email"] = known_of(self.request.user)["email"]
            return COMPLETE
        email = form.cleaned_data["email"]
        try:
            send_password_code(self.request, task=self.task_id or "", email=email)
        except ValidationError as error:
            if error.code != "too_soon":  # Who clicks twice, or comes back, has a code.
                form.add_error(None, error)
                return self.form_invalid(form)
        self.state["reset_email"] = email
        return COMPLETE
