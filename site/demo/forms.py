"""What the shop's own steps ask."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from demo.pages import ProductPage

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class ItemForm(forms.Form):
    """Which thing, and how many. Its price is never asked: it comes from the database."""

    item = forms.ModelChoiceField(
        queryset=ProductPage.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        label="What would you like?",
        error_messages={
            "required": "Choose what you would like.",
            "invalid_choice": "We do not have this any more. Choose something else.",
        },
    )
    quantity = forms.IntegerField(
        label="How many?",
        initial=1,
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter how many you would like."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: Any = self.fields["item"]  # A ModelChoiceField; `fields` knows only of Field.
        item.queryset = ProductPage.objects.live().order_by("path")
        item.label_from_instance = lambda product: f"{product.title}, € {product.price}"


class BankDetailsForm(forms.Form):
    """An account in any country that has IBANs."""

    holder = forms.CharField(
        label="Holder of the account",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter the holder of the account."},
    )
    iban = forms.CharField(
        label="IBAN",
        help_text="For example DE89 3704 0044 0532 0130 00.",
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter an IBAN."},
    )

    def clean_iban(self) -> str:
        """Without its spaces, and only where its check digits are right (ISO 13616)."""
        iban = "".join(str(self.cleaned_data["iban"]).split()).upper()
        if not (iban.isascii() and iban.isalnum() and 15 <= len(iban) <= 34 and is_right(iban)):
            raise ValidationError("This is not an IBAN. Is there a mistake in it?", code="iban")
        return iban


class InvoiceForm(forms.Form):
    """A promise to pay."""

    promise = forms.BooleanField(
        label="I will pay within 14 days",
        error_messages={"required": "Tick the box if you want to pay on invoice."},
    )


def is_right(iban: str) -> bool:
    """Do the check digits fit? Letters count from 10, the first four characters go last."""
    turned = iban[4:] + iban[:4]
    digits = "".join(str(LETTERS.find(each) + 10) if each in LETTERS else each for each in turned)
    return int(digits) % 97 == 1
