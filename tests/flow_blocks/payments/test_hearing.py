"""Payments that nobody told us about are asked about; what no run can take up is given back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cmsflows.statestore.loading import default_store
from flow_blocks.models.payment import Payment, PaymentStatus
from flow_blocks.payments.signals import payment_changed
from flow_blocks.tasks import settle_payments
from tests.flow_blocks.payments.conftest import at_the_till
from tests.flow_blocks.payments.test_paying import calls, comes_back, sent
from tests.journeys.records import task_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What a site hears of payments: pairs of the status before and after."""
    changes = []

    def hear(sender, payment, before, **kwargs):
        changes.append((str(before), str(payment.status)))

    payment_changed.connect(hear)
    yield changes
    payment_changed.disconnect(hear)


def asks(capsys, *, later=timedelta(minutes=5)):
    Payment.objects.update(updated=timezone.now() - later)
    call_command("settle_payments")
    return capsys.readouterr().out


def test_a_visitor_who_never_came_back_has_paid_all_the_same(shop, bank, capsys):
    visitor = sent(shop, bank)
    bank.pays(bank.key)

    told = asks(capsys)
    visitor.opens(visitor.url)

    assert told == "Payments asked about: 1. Settled: 1.\n"
    assert visitor.sees("thanks")


def test_a_worker_asks_as_well(shop, bank):
    """Celery's beat, where a site has it."""
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    Payment.objects.update(updated=timezone.now() - timedelta(minutes=5))

    settle_payments()

    visitor.opens(visitor.url)
    assert visitor.sees("thanks")


def test_a_visitor_who_is_still_there_is_left_alone(shop, bank, capsys):
    sent(shop, bank)

    assert asks(capsys, later=timedelta()) == "Payments asked about: 0. Settled: 0.\n"


def test_what_takes_days_is_asked_about_by_the_hour(shop, bank, capsys):
    """A provider counts how often it is asked."""
    sent(shop, bank)
    bank.stands(bank.key, PaymentStatus.PENDING)
    Payment.objects.update(created=timezone.now() - timedelta(days=2))

    first, second = asks(capsys), asks(capsys)
    Payment.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    third = asks(capsys)

    assert (first, third) == ("Payments asked about: 1. Settled: 0.\n",) * 2
    assert second == "Payments asked about: 0. Settled: 0.\n"


def test_one_that_cannot_be_asked_about_does_not_stop_the_others(shop, bank, capsys):
    sent(shop, bank)
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    bank.lost = ["before lookup"]

    told = asks(capsys)
    visitor.opens(visitor.url)

    assert told == "Payments asked about: 2. Settled: 1.\n"
    assert visitor.sees("thanks")


def test_what_was_paid_for_a_run_that_is_gone_is_given_back_once(shop, bank, capsys):
    """B59"""
    visitor = sent(shop, bank)
    default_store().delete_state(task_of(visitor).id)
    bank.pays(bank.key)

    first, second = asks(capsys), asks(capsys)

    assert bank.ledger == [f"charged {bank.key}", f"refunded {bank.key}"]
    assert first == "Payments asked about: 1. Settled: 1.\n"
    assert second == "Payments asked about: 0. Settled: 0.\n"


def test_what_was_taken_up_is_not_given_back_when_the_run_is_forgotten(shop, bank, capsys):
    """The tombstone of a run lasts a day; a webhook may be repeated after that."""
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    comes_back(visitor, bank)
    default_store().delete_state(task_of(visitor).id)

    calls(visitor, bank)
    asks(capsys)

    assert bank.ledger == [f"charged {bank.key}"]


def test_a_site_hears_of_a_payment_once(shop, bank, heard):
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    comes_back(visitor, bank)
    calls(visitor, bank)

    assert heard == [("new", "open"), ("open", "paid")]


def test_a_refund_made_at_the_provider_is_heard_of(shop, bank, heard):
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    comes_back(visitor, bank)
    bank.stands(bank.key, PaymentStatus.REFUNDED)

    calls(visitor, bank)

    assert heard[-1] == ("paid", "refunded")


def test_a_receiver_that_fails_costs_the_visitor_nothing(shop, bank, caplog):
    def fail(sender, payment, before, **kwargs):
        raise ValueError("the warehouse is closed")

    payment_changed.connect(fail)
    try:
        visitor = sent(shop, bank)
        bank.pays(bank.key)
        comes_back(visitor, bank)
    finally:
        payment_changed.disconnect(fail)

    assert visitor.sees("thanks")
    assert "failed to hear of payment" in caplog.text


def test_an_answer_that_was_long_on_its_way_turns_nothing_back(shop, bank):
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    calls(visitor, bank)
    bank.stands(bank.key, PaymentStatus.OPEN)

    calls(visitor, bank)

    assert Payment.objects.get().status == PaymentStatus.PAID


def test_a_visitor_without_a_basket_pays_nothing(shop, bank):
    visitor = at_the_till(shop)

    assert Payment.objects.count() == 0
    assert bank.calls == []
    assert visitor.sees("pay-by-card")
