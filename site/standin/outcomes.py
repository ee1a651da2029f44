"""What the stand-in does with a method of payment, by the test number, payer or IBAN it has."""

from dataclasses import dataclass

from django.db import models


class Outcome(models.TextChoices):
    """What becomes of a payment."""

    PAYS = "pays", "Pays."
    DECLINED = "declined", "Declined."
    FUNDS = "insufficient_funds", "Declined: not enough money."
    EXPIRED = "expired", "Declined: the card has expired."
    ACCOUNT = "account_refused", "Declined: the bank refuses the account."
    CHALLENGE = "challenge", "Asks for 3-D Secure: confirm or refuse in the bank’s app."
    PENDING = "pending", "Pending, and paid later."
    BOUNCES = "bounces", "Pending, and declined later: not enough money."
    ONCE = "once", "Pays, and is declined when it is charged again as a saved card."
    LOST = "lost", "Paid, and the answer to the shop is lost: its next call times out."
    SILENT = "silent", "Nothing is done, and nobody answers: a time-out."


REFUSALS = frozenset({Outcome.DECLINED, Outcome.FUNDS, Outcome.EXPIRED, Outcome.ACCOUNT})
"""The outcomes that are reasons of a decline, too."""

CANCELLED = "cancelled"
AUTHENTICATION = "authentication_failed"
"""Reasons that no method of payment has by itself."""


@dataclass(frozen=True, slots=True)
class TestCard:
    """A number that can be entered, and what happens then."""

    __test__ = False
    """It is nothing for pytest to collect."""

    number: str
    brand: str
    outcome: Outcome

    @property
    def grouped(self) -> str:
        return " ".join(self.number[start : start + 4] for start in range(0, 16, 4))


CARDS = {
    card.number: card
    for card in (
        TestCard("4242424242424242", "Visa", Outcome.PAYS),
        TestCard("5555555555554444", "Mastercard", Outcome.PAYS),
        TestCard("4000000000003220", "Visa", Outcome.CHALLENGE),
        TestCard("4000000000000002", "Visa", Outcome.DECLINED),
        TestCard("4000000000009995", "Visa", Outcome.FUNDS),
        TestCard("4000000000000069", "Visa", Outcome.EXPIRED),
        TestCard("4000000000000341", "Visa", Outcome.ONCE),
        TestCard("4000000000000424", "Visa", Outcome.PENDING),
        TestCard("4000000000000408", "Visa", Outcome.LOST),
        TestCard("4000000000000416", "Visa", Outcome.SILENT),
    )
}

PAYERS = {
    "buyer@example.com": Outcome.PAYS,
    "broke@example.com": Outcome.FUNDS,
    "slow@example.com": Outcome.PENDING,
    "lost@example.com": Outcome.LOST,
    "silent@example.com": Outcome.SILENT,
}
"""Who has an account at the stand-in for PayPal."""

BANKS = ("Bank of Straw", "Meadow Bank", "Sandcastle Savings")

IBANS = {
    "DE89370400440532013000": Outcome.PAYS,
    "AT611904300234573201": Outcome.PENDING,
    "FR1420041010050500013M02606": Outcome.BOUNCES,
    "NL91ABNA0417164300": Outcome.ACCOUNT,
    "CH9300762011623852957": Outcome.FUNDS,
    "BE68539007547034": Outcome.LOST,
    "GB29NWBK60161331926819": Outcome.SILENT,
}
"""Accounts with a will of their own; whatever else is right is paid at once."""

LOST_CENTS = 13
SILENT_CENTS = 14
"""Amounts that end so: the first answer to `start` is lost; no `start` ever arrives."""


def outcome_of_iban(iban: str) -> Outcome:
    return IBANS.get(iban.replace(" ", "").upper(), Outcome.PAYS)


def outcome_when_charged_again(outcome: Outcome) -> Outcome:
    """What a saved method does that did this the first time."""
    return Outcome.DECLINED if outcome == Outcome.ONCE else outcome
