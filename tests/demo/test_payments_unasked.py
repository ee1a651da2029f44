"""The demo's orders and charges agree where the visitor is gone before the payment is known."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from cmsflows.models import FlowPage, StoredTask
from demo.orders import Order, Status
from flow_blocks.models import SavedCard
from flow_blocks.models.payment import Payment
from flow_blocks.payments.methods import remove
from standin import settling
from standin.line import make_trouble
from standin.models import LedgerEntry, StandInPayment, Weather
from tests.demo.test_checkout import CARD, chooses, goes_on_as_a_guest, logs_in
from tests.journeys.pages import step
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db

PENDING = "4000000000000424"


@pytest.fixture
def visitor(shop: None) -> Visitor:
    visitor = Visitor()
    visitor.opens("/checkout/")
    return visitor


def leaves_by_card(visitor: Visitor, **options: str) -> None:
    """Pays at the bank, and closes the browser there."""
    number = options.pop("number", CARD["number"])
    visitor.follows("Card")
    visitor.submits(**options)
    visitor.submits()
    visitor.submits(**{**CARD, "number": number})


def time_goes_by() -> None:
    Payment.objects.update(updated=timezone.now() - timedelta(minutes=5))
    call_command("settle_payments")


def charges() -> int:
    lines = list(LedgerEntry.objects.values_list("line", flat=True))
    return lines.count("charge") - lines.count("refund")


def orders() -> int:
    return Order.objects.exclude(status=Status.CANCELLED).count()


def test_who_never_comes_back_has_an_order(visitor: Visitor) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    leaves_by_card(visitor)

    time_goes_by()

    assert (orders(), charges()) == (1, 1)


def test_who_is_forgotten_gets_their_money_back(visitor: Visitor) -> None:
    """B59, and the bank cannot be reached at first."""
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    leaves_by_card(visitor)
    StoredTask.objects.all().delete()
    make_trouble(Weather.Loses.ANSWER, call=Weather.Call.REFUND, left=1)
    make_trouble(Weather.Loses.CALL, call=Weather.Call.LOOKUP, left=1)

    for _number in range(3):
        time_goes_by()

    assert (orders(), charges()) == (0, 0)


@pytest.mark.parametrize(("is_paid", "left"), [(True, 1), (False, 0)])
def test_a_transfer_that_takes_days_is_an_order_when_it_is_paid(
    visitor: Visitor, is_paid: bool, left: int
) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    leaves_by_card(visitor, number=PENDING)
    time_goes_by()
    settling.settle(StandInPayment.objects.get(), is_paid=is_paid)

    time_goes_by()

    assert (orders(), charges()) == (left, left)


def unpublishes(page: FlowPage) -> None:
    page.unpublish()


def deletes(page: FlowPage) -> None:
    page.delete()


def stops_everyone(page: FlowPage) -> None:
    FlowPage.objects.update(stopped_before=timezone.now())


def takes_the_payment_out(page: FlowPage) -> None:
    """And the promises with it, or it could not go live."""
    page.promises, page.flow = [], [step("message", "We are closed")]
    page.save_revision().publish()


def takes_it_out_and_moves_everyone(page: FlowPage) -> None:
    page.moves_people = True
    takes_the_payment_out(page)


@pytest.mark.parametrize("is_told", [True, False])
@pytest.mark.parametrize(
    "edits",
    [
        unpublishes,
        deletes,
        stops_everyone,
        takes_the_payment_out,
        takes_it_out_and_moves_everyone,
    ],
)
def test_whatever_an_editor_does_meanwhile_orders_and_charges_agree(
    visitor: Visitor, edits: Callable[[FlowPage], None], is_told: bool
) -> None:
    """B59: the visitor comes back, or never does."""
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    leaves_by_card(visitor)

    edits(FlowPage.objects.get(slug="checkout"))
    if is_told:
        visitor.submits()
    time_goes_by()

    left = 0 if edits is deletes else 1
    assert (orders(), charges()) == (left, left)


def test_a_visitor_whose_account_is_deleted_meanwhile_has_an_order(visitor: Visitor) -> None:
    chooses(visitor)
    logs_in(visitor)
    leaves_by_card(visitor)

    get_user_model().objects.all().delete()
    time_goes_by()

    assert (orders(), charges()) == (1, 1)


def test_a_card_that_its_owner_removed_stays_away(visitor: Visitor) -> None:
    """It was kept when the transfer began, and the news that it is paid comes days later."""
    chooses(visitor)
    logs_in(visitor)
    leaves_by_card(visitor, number=PENDING, remember="on")
    time_goes_by()
    card = SavedCard.objects.get()
    remove(card.owner, card.pk)
    settling.settle(StandInPayment.objects.get(), is_paid=True)

    time_goes_by()

    assert not SavedCard.objects.exists()
    assert (orders(), charges()) == (1, 1)
