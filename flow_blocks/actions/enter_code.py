"""Enter the code: the one that was sent to whoever forgot their password."""

from django.utils.translation import gettext_lazy as _

from cmsflows import register_action
from flow_blocks.accounts.asking_for_code import AsksForCode
from flow_blocks.accounts.sending import NEW_PASSWORD, send_password_code


@register_action("enter_code", label=_("Enter the code"), icon="lock", group=_("Accounts"))
class EnterCode(AsksForCode):
    """Asks for the code that “Forgot password” has sent.

    Five tries and ten minutes, unless the site is set otherwise; then a new code has to be asked
    for. Who is logged in only goes on.
    """

    purpose = NEW_PASSWORD
    requires = ["reset_email"]
    provides = {"reset_code": str}

    @property
    def email(self) -> str:
        return str(self.state.get("reset_email", ""))

    @property
    def is_needed(self) -> bool:
        return not self.request.user.is_authenticated

    def send(self) -> None:
        send_password_code(self.request, task=self.task_id or "", email=self.email)

    def entered(self, code_id: str) -> None:
        self.state["reset_code"] = code_id

    def not_needed(self) -> None:
        self.state["reset_code"] = ""
