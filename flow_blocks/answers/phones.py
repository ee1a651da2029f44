"""Telephone numbers: is this one that could ring?"""

import unicodedata
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cmsflows import conf

MESSAGE = _("Enter a telephone number like 030 1234567 or +49 30 1234567.")
WRITTEN = RegexValidator(r"\A\+?[0-9 ()/.\-]{4,}(x[0-9]{1,6})?\Z", MESSAGE)
"""Digits and what people put between them, and an extension. Nothing else is read as a number."""


class PhoneField(forms.CharField):
    """Cleans to a number as it is dialled from abroad, where its country is known.

    A number without "+" is of `region`, a country's code. Where none is known, such a number stays
    as it was written.
    """

    default_error_messages = {
        "required": _("Enter your telephone number."),
        "impossible": _("This cannot be a telephone number. Check its digits."),
    }

    def __init__(self, *, region: str = "", **kwargs: Any) -> None:
        """`Any`: a field's own arguments."""
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(**{"max_length": 40, "widget": widget, **kwargs})
        self.validators.append(WRITTEN)
        self.region = region

    def to_python(self, value: Any) -> str:
        """Without the invisible signs that come along when one is copied. `Any`: see `clean`."""
        written = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return "".join(sign for sign in written if unicodedata.category(sign) != "Cf").strip()

    def clean(self, value: Any) -> str:
        """`Any`: what the widget read."""
        written = str(super().clean(value))
        region = self.region or conf.country()
        if region not in phonenumbers.SUPPORTED_REGIONS:
            region = ""
        if not written or not (written.startswith("+") or region):
            return written
        try:
            number = phonenumbers.parse(written, region or None)
        except phonenumbers.NumberParseException as error:
            raise ValidationError(self.error_messages["impossible"], code="impossible") from error
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(self.error_messages["impossible"], code="impossible")
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
