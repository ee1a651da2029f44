"""Message: text to read, and a button to go on."""

from django.utils.translation import gettext_lazy as _

from cmsflows import Action, register_action


@register_action("message", label=_("Message"), icon="info-circle", group=_("Words"))
class Message(Action):
    """Text to read, and a button to go on."""
