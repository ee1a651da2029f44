"""What a visitor types into a form, by the names of its fields: mostly right, sometimes not."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.walks.document import Form

CARDS = {
    "4242424242424242": 50,
    "4000000000003220": 15,
    "4000000000000002": 8,
    "4000000000009995": 8,
    "4000000000000069": 3,
    "4000000000000341": 6,
    "4000000000000424": 8,
    "4000000000000408": 8,
    "4000000000000416": 3,
    "4242424242424241": 2,
}
IBANS = {
    "DE89370400440532013000": 50,
    "AT611904300234573201": 12,
    "FR1420041010050500013M02606": 12,
    "NL91ABNA0417164300": 8,
    "BE68539007547034": 8,
    "DE89370400440532013001": 4,
}
PAYERS = {
    "buyer@example.com": 60,
    "broke@example.com": 10,
    "slow@example.com": 10,
    "lost@example.com": 10,
    "silent@example.com": 3,
}
CODE = re.compile(r"^(\d{6})$", re.MULTILINE)


def drawn(luck: random.Random, weights: dict[str, int]) -> str:
    return luck.choices(list(weights), list(weights.values()))[0]


@dataclass
class Person:
    """Somebody with an address and, maybe, an account."""

    name: str
    email: str
    luck: random.Random
    mails: Path
    password: str = "a difference engine"
    has_account: bool = False

    def fills(self, form: Form) -> dict[str, str]:
        """All that a browser would send."""
        sent = form.sent_as_it_is()
        for name in form.names & TYPED.keys():
            value = TYPED[name](self, form)
            if value:
                sent[name] = value
            else:
                sent.pop(name, None)
        if "password1" in sent and self._is_right(95):
            sent["password1"] = sent["password2"] = self.password
        return sent

    def _is_right(self, percent: int) -> bool:
        return self.luck.random() * 100 < percent

    def _one_of(self, form: Form, name: str) -> str:
        choices = form.choices_of(name)
        hidden = next((each.value for each in form.fields if each.name == name), "")
        return self.luck.choice(choices) if choices else hidden

    def _ticks(self, percent: int) -> str:
        return "on" if self._is_right(percent) else ""

    def code(self) -> str:
        """Out of the last mail to this person; a guess where there is none."""
        if not self._is_right(90):
            return f"{self.luck.randrange(1_000_000):06}"
        for file in sorted(self.mails.glob("*.log"), reverse=True):
            text = file.read_text()
            found = CODE.findall(text)
            if f"To: {self.email}" in text and found:
                return str(found[-1])
        return "000000"


Typed = Callable[[Person, Form], str]

TYPED: dict[str, Typed] = {
    "item": lambda who, form: who._one_of(form, "item"),
    "quantity": lambda who, form: who.luck.choice(["1", "2", "3", "3", "0"]),
    "username": lambda who, form: who.email,
    "password": lambda who, form: who.password if who._is_right(85) else "wrong",
    "name": lambda who, form: who.name,
    "email": lambda who, form: who.email,
    "password1": lambda who, form: who.password,
    "password2": lambda who, form: "another one",
    "code": lambda who, form: who.code(),
    "remember": lambda who, form: who._ticks(50),
    "agrees": lambda who, form: who._ticks(92),
    "way": lambda who, form: who._one_of(form, "way"),
    "method": lambda who, form: who._one_of(form, "method"),
    "holder": lambda who, form: who.name,
    "iban": lambda who, form: drawn(who.luck, IBANS),
    "line_1": lambda who, form: "1 River Street",
    "postcode": lambda who, form: "10117",
    "city": lambda who, form: "Berlin",
    "country": lambda who, form: "DE",
    "number": lambda who, form: drawn(who.luck, CARDS),
    "expiry": lambda who, form: "12/39",
    "cvc": lambda who, form: "123",
    "payer": lambda who, form: drawn(who.luck, PAYERS),
    "bank": lambda who, form: who._one_of(form, "bank"),
}
"""By the name of the field; an empty answer is none."""
