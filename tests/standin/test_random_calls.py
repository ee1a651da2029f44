"""Whatever a shop and a payer do, in whatever order and over whatever line, the books are right."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.errors import ProviderUnreachableError
from flow_blocks.payments.provider import PaymentProvider
from standin import line, settling
from standin.models import LedgerEntry, StandInPayment, Weather
from standin.outcomes import BANKS, CARDS, PAYERS
from tests.standin.conftest import a_charge
from tests.standin.naming import started
from tests.standin.payer import chooses, decides, enters_a_card, logs_in

pytestmark = pytest.mark.django_db

BOOKS = {"paid": ["charge"], "refunded": ["charge", "refund"]}
"""What stands in them; of any other status, nothing."""

STEPS = 12

DECISIONS = ["approve", "later", "bounce", "refuse", "cancel", "confirm", "other"]


@pytest.mark.parametrize("kind", [PaymentKind.CARD, PaymentKind.PAYPAL, PaymentKind.BANK])
@pytest.mark.parametrize("seed", range(12))
def test_the_books_are_right_after_every_step(
    provider: PaymentProvider, kind: PaymentKind, seed: int
) -> None:
    chance = random.Random(f"{kind} {seed}")  # noqa: S311  # no secret
    wish = a_charge(kind, remember=True)
    provider.start(wish)
    payment = StandInPayment.objects.get(key=wish.key)
    line.make_trouble(Weather.Loses.CALL, percent=15)
    line.make_trouble(Weather.Loses.ANSWER, percent=15)
    named = started(payment)
    steps: list[Callable[[], object]] = [
        lambda: provider.start(wish),
        lambda: provider.resume(named),
        lambda: provider.resume(named),
        lambda: provider.lookup(named),
        lambda: provider.cancel(named),
        lambda: provider.refund(named),
        lambda: settling.settle(payment, is_paid=chance.random() < 0.5),
        *[lambda: _at_the_page(payment, chance)] * 8,
    ]

    for _ in range(STEPS):
        with suppress(ProviderUnreachableError):
            chance.choice(steps)()

        payment.refresh_from_db()
        lines = list(LedgerEntry.objects.values_list("line", flat=True))
        assert lines == BOOKS.get(payment.status, [])


def _at_the_page(payment: StandInPayment, chance: random.Random) -> None:
    deeds = [
        lambda: enters_a_card(payment, chance.choice(list(CARDS))),
        lambda: logs_in(payment, chance.choice(list(PAYERS))),
        lambda: chooses(payment, chance.choice(BANKS)),
        lambda: decides(payment, chance.choice(DECISIONS)),
    ]
    answer = chance.choice(deeds)()
    assert answer.status_code in {200, 303, 504}
