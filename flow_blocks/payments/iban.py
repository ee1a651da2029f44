"""The number of a bank account, and that of a bank, as visitors type or paste them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _
from localflavor.generic.countries.sepa import IBAN_SEPA_COUNTRIES
from localflavor.generic.forms import BICFormField, IBANFormField

from cmsflows import conf

TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
"""Browsers have no token for account numbers (HTML Standard, autofill), and shall not mend them."""


class IBANField(IBANFormField):
    """Of a country that the site collects from; spaces, hyphens and small letters are welcome."""

    widget = TextInput(attrs=TYPED)
    default_error_messages = {
        "required": _("Enter an IBAN."),
        "invalid": _(
            "Enter the IBAN as it stands on your bank card, like DE89 3704 0044 0532 0130 00."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        """`Any`: arguments are of all kinds."""
        super().__init__(**kwargs)
        self.widget.attrs.pop("max_length", None)  # No attribute of HTML.

    def to_python(self, value: Any) -> Any:
        """Without any kind of space, as they are pasted. `Any`: see Field."""
        text = "".join(value.split()) if isinstance(value, str) else value
        return super().to_python(text)

    def run_validators(self, value: Any) -> None:
        """`Any`: see Field. Raises `ValidationError`."""
        super().run_validators(value)
        if value and value[:2] not in countries():
            raise ValidationError(
                _("We cannot collect from accounts in this country. Use another account."),
                code="country",
            )


class BICField(BICFormField):
    """Spaces and small letters are welcome."""

    widget = TextInput(attrs=TYPED)
    default_error_messages = {
        "invalid": _("Enter a BIC of 8 or 11 characters, like COBADEFFXXX, or leave it empty."),
    }

    def __init__(self, **kwargs: Any) -> None:
        """`Any`: arguments are of all kinds."""
        super().__init__(max_length=None, **kwargs)

    def to_python(self, value: Any) -> Any:
        """`Any`: see Field."""
        text = "".join(value.split()) if isinstance(value, str) else value
        return super().to_python(text)


def countries() -> frozenset[str]:
    """Of whose accounts direct debits are taken, as ISO 3166-1 has them."""
    return frozenset(conf.get("FLOWS_DIRECT_DEBIT_COUNTRIES") or IBAN_SEPA_COUNTRIES)
