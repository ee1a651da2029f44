"""The forms of the stand-in's pages."""

import calendar
import re
from datetime import date

from django import forms
from django.utils import timezone

from standin.models import Weather
from standin.outcomes import BANKS, CARDS, PAYERS, TestCard

EXPIRY = re.compile(r"(\d{1,2})\s*[/.-]?\s*(\d{2}|20\d{2})")
LONGEST = 40
"""Of a number as people write it."""


class CardForm(forms.Form):
    """A card; what it answers is the test card and when it expires, never more."""

    number = forms.CharField(
        label="Card number",
        max_length=LONGEST,
        error_messages={"required": "Enter a card number."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="Use a test number from below. Never enter a real card.",
    )
    expiry = forms.CharField(
        label="Expiry date",
        max_length=10,
        error_messages={"required": "Enter an expiry date."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
        help_text="Month and year, such as 09/34.",
    )
    cvc = forms.CharField(
        label="Security code",
        max_length=4,
        error_messages={"required": "Enter a security code."},
        # It comes back with no page: not even this one has a use for it.
        widget=forms.PasswordInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "class": "short"}
        ),
        help_text="Any three or four digits.",
    )

    def clean_number(self) -> TestCard:
        number = re.sub(r"[\s-]", "", self.cleaned_data["number"])
        if not (number.isascii() and number.isdigit() and 12 <= len(number) <= 19):
            raise forms.ValidationError("Enter a card number of 12 to 19 digits.")
        if not is_luhn(number):
            raise forms.ValidationError("This is no card number: look for a wrong digit.")
        if number not in CARDS:
            raise forms.ValidationError(
                "Use one of the test numbers below. Never enter a real card here."
            )
        return CARDS[number]

    def clean_expiry(self) -> str:
        """As "2034-09"."""
        found = EXPIRY.fullmatch(self.cleaned_data["expiry"])
        if found is None or not 1 <= int(found[1]) <= 12:
            raise forms.ValidationError("Enter month and year, such as 09/34.")
        month, year = int(found[1]), int(found[2]) % 100 + 2000
        if _end_of(year, month) < timezone.localdate():
            raise forms.ValidationError("This card has expired. Enter a date to come.")
        return f"{year}-{month:02}"

    def clean_cvc(self) -> str:
        code = str(self.cleaned_data["cvc"])
        if not re.fullmatch(r"[0-9]{3,4}", code):
            raise forms.ValidationError("Enter the three or four digits of the security code.")
        return code


class PayerForm(forms.Form):
    """Who logs in at the stand-in for PayPal; nobody has a password."""

    payer = forms.ChoiceField(
        label="Log in as",
        choices=[(payer, f"{payer} – {outcome.label}") for payer, outcome in PAYERS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who you are."},
    )


class BankForm(forms.Form):
    bank = forms.ChoiceField(
        label="Your bank",
        choices=[(bank, bank) for bank in BANKS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your bank."},
    )


class WeatherForm(forms.ModelForm):
    """Trouble on the line, for those who show or test what a shop does then."""

    class Meta:
        model = Weather
        fields = ("call", "loses", "left", "percent")

    def clean_percent(self) -> int:
        percent: int = self.cleaned_data["percent"]
        if percent > 100:
            raise forms.ValidationError("Enter a number from 0 to 100.")
        return percent


def is_luhn(number: str) -> bool:
    """Does its last digit fit the others? ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _end_of(year: int, month: int) -> date:
    """The last day that the card is good."""
    return date(year, month, calendar.monthrange(year, month)[1])
