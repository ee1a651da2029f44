"""What a payer does at the stand-in's pages: enters a card, logs in, approves, refuses, confirms.

Each does nothing where the payment has gone on meanwhile: in another tab, or by a second click.
"""

from standin.charging import Method, charge
from standin.models import StandInPayment, Status
from standin.moves import move
from standin.outcomes import AUTHENTICATION, CANCELLED, PAYERS, Outcome, TestCard

OPEN = (Status.OPEN,)


def pay_by_card(payment: StandInPayment, card: TestCard, expires: str) -> None:
    """Of the number the last four digits are kept. Raises `NoAnswerError`."""
    charge(payment, Method(card.outcome, card.brand, card.number[-4:], expires))


def confirm(payment: StandInPayment) -> None:
    """The payer says, in the bank's app, that it is them."""
    if payment.is_challenged:
        kept = Method(Outcome.CHALLENGE, payment.brand, payment.last4, payment.expires)
        charge(payment, kept, is_confirmed=True)


def deny(payment: StandInPayment) -> None:
    """The payer says that somebody else is paying with the card."""
    move(payment, Status.FAILED, out_of=OPEN, reason=AUTHENTICATION)


def choose(payment: StandInPayment, brand: str) -> None:
    """Whose account at the stand-in for PayPal, or which bank; an empty one chooses anew."""
    StandInPayment.objects.filter(pk=payment.pk, status=Status.OPEN).update(brand=brand)


def approve(payment: StandInPayment) -> None:
    """The payer lets the shop take it; it does so when it resumes."""
    outcome = PAYERS.get(payment.brand)
    if outcome is not None:
        move(payment, Status.APPROVED, out_of=OPEN, outcome=outcome)


def transfer(payment: StandInPayment, outcome: Outcome) -> None:
    """From the account at the bank that was chosen: now, later, or not."""
    if payment.brand:
        charge(payment, Method(outcome, brand=payment.brand))


def cancel(payment: StandInPayment) -> None:
    """The payer would rather not."""
    move(payment, Status.CANCELLED, out_of=OPEN, reason=CANCELLED)
