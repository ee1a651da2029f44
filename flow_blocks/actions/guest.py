"""Go on as a guest: without an account, but with a way to write to whoever it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows import COMPLETE, Answer, register_action
from cmsflows.blocks import ActionOptions
from flow_blocks.accounts.known import known_of
from flow_blocks.accounts.strangers import ForStrangers
from flow_blocks.mail.email_field import EmailField


class GuestForm(forms.Form):
    """Names are free text: they come in all scripts, and some people have only one."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = EmailField()

    def __init__(self, *args: Any, asks_for_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_name:
            del self.fields["name"]


@register_action("guest", label=_("Go on as a guest"), icon="user", group=_("Accounts"))
class Guest(ForStrangers):
    """For visitors who want no account.

    Who is logged in already only reads so, and goes on as who they are. Conditions can ask whether
    somebody is a guest: `is_guest`.
    """

    form_class = strangers_form = GuestForm
    provides = {"is_guest": bool, "name": str, "email": str}

    class Options(ActionOptions):
        ask = blocks.ChoiceBlock(
            label=_("What to ask for"),
            choices=[
                ("name_and_email", _("A name and an email address")),
                ("email", _("Only an email address")),
            ],
            default="name_and_email",
            help_text=_("A letter or a parcel needs a name; a download may not."),
        )

    def strangers_kwargs(self) -> dict[str, Any]:
        """`Any`: a form takes arguments of all kinds."""
        return {"asks_for_name": self.options.get("ask") != "email"}

    def form_valid(self, form: forms.BaseForm) -> Answer:
        known = known_of(self.request.user) if self.is_known else {"name": "", **form.cleaned_data}
        self.state.update({"is_guest": not self.is_known, **known})
        return COMPLETE
