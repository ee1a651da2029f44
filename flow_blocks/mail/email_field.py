"""A form's field for the visitor's own email address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from flow_blocks.mail.addresses import LONGEST


class EmailField(forms.EmailField):
    """One address. `autocomplete` says whose it is to browsers: "email", or "username"."""

    default_error_messages = {
        "required": _("Enter your email address."),
        "invalid": _("Enter an email address like name@example.com."),
    }

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        """`Any`: a field's own arguments."""
        widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
        usual = {"label": _("Email address"), "max_length": LONGEST, "widget": widget}
        super().__init__(**{**usual, **kwargs})
