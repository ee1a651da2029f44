"""Compares the shop's books with the bank's: one order for one charge, or none of both."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from demo.orders import Order, Status
from flow_blocks.models.payment import OVER, Payment, PaymentStatus
from flow_blocks.payments.hearing import settle_open_payments
from standin import courier, settling
from standin.models import LedgerEntry, StandInPayment
from standin.models import Status as AtBank

ROUNDS = 4
UNPAID = (PaymentStatus.OPEN, PaymentStatus.APPROVED)
"""Nobody has paid, and maybe nobody will: some banks never answer."""


def close_the_day() -> None:
    """Everything that is under way comes to its end, as it would in a day or two."""
    for payment in StandInPayment.objects.filter(status=AtBank.PENDING):
        settling.settle_as_it_wants(payment)
    for _ in range(ROUNDS):
        courier.send_all()
        Payment.objects.update(updated=timezone.now() - timedelta(hours=1))
        settle_open_payments()


def mistakes() -> Iterator[str]:
    """A sentence for each intent of which the two books do not agree."""
    keys = defaultdict(list)
    runs: Counter[str] = Counter()
    for payment in Payment.objects.all():
        keys[payment.intent].append(payment.key)
    charged, refunded = _entries("charge"), _entries("refund")
    placed = set(standing_orders().values_list("reference", flat=True))
    for intent, tries in keys.items():
        charges = sum(charged[key] for key in tries)
        standing = charges - sum(refunded[key] for key in tries)
        if any(charged[key] > 1 for key in tries):
            yield f"{intent}: one key was charged twice."
        if standing not in (0, 1):
            yield f"{intent}: {standing} charges stand."
        if standing != (intent in placed):
            yield f"{intent}: {standing} charges stand, and orders: {int(intent in placed)}."
    known = {key for tries in keys.values() for key in tries}
    for key in set(charged) - known:
        yield f"{key}: charged, and the shop does not know of it."
    for intent in placed - set(keys):
        yield f"{intent}: ordered, and never paid for."
    for payment in Payment.objects.filter(intent__in=placed, status=PaymentStatus.PAID):
        runs[payment.task_id] += 1
    for task, number in runs.items():
        if task and number > 1:  # The sample orders belong to no run.
            yield f"run {task}: {number} orders."
    for payment in Payment.objects.exclude(status__in=(*OVER, *UNPAID)):
        yield f"{payment.key}: still {payment.status} when all was settled."


def standing_orders() -> QuerySet[Order]:
    """Those that were paid for and not paid back, however far they are."""
    return Order.objects.exclude(reference=None).exclude(status=Status.CANCELLED)


def counts() -> Counter[str]:
    """What the day has brought."""
    found: Counter[str] = Counter()
    found["orders placed"] = standing_orders().count()
    found["orders cancelled"] = Order.objects.filter(status=Status.CANCELLED).count()
    found["charges"] = LedgerEntry.objects.filter(line="charge").count()
    found["refunds"] = LedgerEntry.objects.filter(line="refund").count()
    for status in PaymentStatus:
        found[f"payments {status}"] = Payment.objects.filter(status=status).count()
    return found


def _entries(line: str) -> Counter[str]:
    return Counter(LedgerEntry.objects.filter(line=line).values_list("key", flat=True))
