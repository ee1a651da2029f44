"""The form for an emailed code: six digits, typed or pasted in whatever shape."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from flow_blocks.accounts.codes import DIGITS

SEND = "send_code"
"""The name of the button that asks for a code."""

SIX_DIGITS = _("Enter the six digits of the code in our email.")


class CodeForm(forms.Form):
    """One field. Spaces and hyphens in it do not matter, nor in which script its digits are."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits. They are in the email that we sent you."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": SIX_DIGITS, "max_length": SIX_DIGITS},
    )

    def __init__(self, *args: Any, is_asking_for_one: bool = False, **kwargs: Any) -> None:
        """Who asks for a code need not enter one."""
        super().__init__(*args, **kwargs)
        self.is_asking_for_one = is_asking_for_one
        self.fields["code"].required = not is_asking_for_one

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if self.is_asking_for_one:
            return ""
        digits = "".join(map(_digit, typed))
        if len(digits) != DIGITS or not digits.isdecimal():
            raise ValidationError(SIX_DIGITS, code="invalid")
        return digits


def _digit(character: str) -> str:
    """A plain digit, nothing for what may stand between digits, and itself for what may not."""
    if character.isspace() or unicodedata.category(character) in ("Pd", "Cf"):
        return ""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
