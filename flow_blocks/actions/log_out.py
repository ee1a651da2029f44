"""Log out: out of the account, but not out of the flow."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cmsflows import COMPLETE, Action, Answer, register_action
from flow_blocks.accounts.sign_in import accounts_of


@register_action("log_out", label=_("Log out"), icon="logout", group=_("Accounts"))
class LogOut(Action):
    """For visitors who are logged in, maybe as somebody else.

    The run goes on in this browser, and is nobody's from then on. What the account has told of its
    owner is forgotten; what was typed into other steps stays.
    """

    removes = ["name", "email"]

    def form_valid(self, form: forms.BaseForm) -> Answer:
        if self.request.user.is_authenticated:
            accounts_of(self.request).log_out()
        for name in self.removes:
            self.state.pop(name, None)
        return COMPLETE
