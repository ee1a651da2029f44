"""Orders of the last days, so that the shop's books are not empty: paid at the stand-in bank, for
real, and so in its ledger as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urljoin
from uuid import uuid4

from django.utils import timezone

from demo.ordering import place_order
from demo.orders import Order, Status
from demo.pages import ProductPage
from flow_blocks.models.payment import Payment, PaymentKind
from flow_blocks.payments.provider import Account, Charge
from flow_blocks.payments.providers import provider
from flow_blocks.payments.standing import begin, keep, look_up, started
from standin import counter
from standin.models import StandInPayment, StandInToken
from standin.outcomes import Outcome


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What somebody ordered, and so many days ago."""

    item: str
    name: str
    days: int
    status: Status
    kind: PaymentKind | None = None
    """How it was paid; None is by invoice, for who ordered by telephone."""
    quantity: int = 1
    brand: str = ""
    last4: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@example.com"


SAMPLES: Sequence[Sample] = [
    Sample(
        item="fjord-teapot",
        name="Grace Hopper",
        days=9,
        status=Status.FETCHED,
        kind=PaymentKind.PAYPAL,
        brand="buyer@example.com",
    ),
    Sample(item="dune-bowl", name="Noether & Daughters", days=6, status=Status.READY, quantity=12),
    Sample(
        item="lantern-vase",
        name="Katherine Johnson",
        days=4,
        status=Status.CANCELLED,
        kind=PaymentKind.CARD,
        brand="Visa",
        last4="4242",
    ),
    Sample(
        item="harbour-mug",
        name="Mary Somerville",
        days=2,
        status=Status.READY,
        kind=PaymentKind.DIRECT_DEBIT,
        quantity=4,
    ),
    Sample(
        item="dune-bowl",
        name="Hedy Lamarr",
        days=1,
        status=Status.PLACED,
        kind=PaymentKind.BANK,
        brand="Meadow Bank",
    ),
    Sample(
        item="harbour-mug",
        name="Ada Lovelace",
        days=0,
        status=Status.PLACED,
        kind=PaymentKind.CARD,
        quantity=2,
        brand="Mastercard",
        last4="4444",
    ),
]

ACCOUNT = Account(iban="DE89370400440532013000", holder="Mary Somerville")


def load_orders(site_url: str) -> None:
    """Only where nobody has ordered anything yet. `site_url` is where the bank would lead back."""
    if not Order.objects.exists():
        for sample in SAMPLES:
            make_order(sample, site_url)


def make_order(sample: Sample, site_url: str) -> None:
    """With a product that is no longer there nothing can be ordered."""
    product = ProductPage.objects.filter(slug=sample.item).first()
    if product is None:
        return
    order = pay(sample, product, site_url) if sample.kind else note_down(sample, product)
    created = timezone.now() - timedelta(days=sample.days, minutes=25)
    Order.objects.filter(pk=order.pk).update(status=sample.status, created=created)


def note_down(sample: Sample, product: ProductPage) -> Order:
    """As it is done when somebody orders by telephone."""
    return Order.objects.create(
        item=product.title,
        quantity=sample.quantity,
        unit_price=product.price,
        name=sample.name,
        phone="+49 30 123456",
        payment="invoice",
    )


def pay(sample: Sample, product: ProductPage, site_url: str) -> Order:
    """What a visitor of the checkout and the checkout itself would do, in a few lines."""
    key = uuid4().hex
    payment = Payment.objects.create(
        key=key,
        intent=key,
        provider="standin",
        kind=sample.kind,
        amount=product.price * sample.quantity,
        currency="EUR",
        description=product.title,
        taken_up_at=timezone.now(),
    )
    payment = begin(payment, charge_of(sample, payment, site_url))
    if sample.kind == PaymentKind.BANK:
        payment = approve(payment, sample)
    order = place_order(payment, state_of(sample, product))
    if sample.status == Status.CANCELLED:
        keep(payment, provider(payment.provider).refund(started(payment)))  # by staff, at the bank
    return order


def charge_of(sample: Sample, payment: Payment, site_url: str) -> Charge:
    """Cards and PayPal accounts pay at once where the bank keeps them, and nobody need be there."""
    is_kept = sample.kind in (PaymentKind.CARD, PaymentKind.PAYPAL)
    return Charge(
        key=payment.key,
        amount=Decimal(payment.amount),
        currency=payment.currency,
        description=payment.description,
        kind=payment.kind,
        return_url=urljoin(site_url, "/checkout/"),
        notify_url="",
        email=sample.email,
        token=token_of(sample) if is_kept else "",
        account=ACCOUNT if sample.kind == PaymentKind.DIRECT_DEBIT else None,
    )


def token_of(sample: Sample) -> str:
    kept = StandInToken.objects.create(
        kind=sample.kind, brand=sample.brand, last4=sample.last4, email=sample.email
    )
    return kept.token


def approve(payment: Payment, sample: Sample) -> Payment:
    """At the pages of the bank that was chosen."""
    there = StandInPayment.objects.get(key=payment.key)
    counter.choose(there, sample.brand)
    there.refresh_from_db()
    counter.transfer(there, Outcome.PAYS)
    return look_up(payment)


def state_of(sample: Sample, product: ProductPage) -> dict[str, object]:
    """What the run would have known when it was paid."""
    return {
        "title": product.title,
        "quantity": sample.quantity,
        "price": product.price,
        "name": sample.name,
        "email": sample.email,
    }
