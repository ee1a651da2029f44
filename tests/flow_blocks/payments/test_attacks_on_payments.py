"""Payments that go wrong in the middle: nothing stays charged without what it was charged for."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from cmsflows.engine.task import TaskStatus
from cmsflows.statestore.loading import default_store
from cmsflows.statestore.records import from_record, to_record
from cmsflows.testing import Visitor
from flow_blocks.actions.pay_by_card import PayByCard
from flow_blocks.models.payment import Payment, PaymentStatus
from flow_blocks.payments import standing
from flow_blocks.payments.provider import Account, Charge, Progress, Token
from flow_blocks.payments.signals import payment_changed
from tests.flow_blocks.payments.bank import sign
from tests.flow_blocks.payments.conftest import at_the_till, selling
from tests.flow_blocks.payments.test_paying import calls, comes_back, return_path, sent
from tests.journeys.in_code import serve
from tests.journeys.records import task_of

pytestmark = pytest.mark.django_db


def settles(capsys) -> str:
    Payment.objects.update(updated=timezone.now() - timedelta(minutes=5))
    call_command("settle_payments")
    return capsys.readouterr().out


def cancels(visitor) -> None:
    visitor.opens(visitor.url)
    visitor.submits(_cancel="1")


def hears_of(key):
    """The bank calls, of this payment."""
    return Visitor().client.post(
        "/flows/payments/webhook/bank/",
        data=key.encode(),
        content_type="text/plain",
        headers={"Bank-Signature": sign(key.encode())},
    )


def charged(bank):
    """The keys of what was charged and not given back."""
    given_back = {line.split()[1] for line in bank.ledger if line.startswith("refunded")}
    return [
        line.split()[1]
        for line in bank.ledger
        if line.startswith("charged") and line.split()[1] not in given_back
    ]


@pytest.fixture
def made(settings, bank):
    """Keys of the payments for which something was made, and the shop that makes it."""
    made = []

    class Pay(PayByCard):
        def on_paid(self, payment):
            made.append(payment.key)

    return made, serve(settings, selling(Pay))


@pytest.fixture
def hear():
    """Calls this for each change of a payment, for one test."""
    receivers = []

    def connect(receiver):
        receivers.append(receiver)
        payment_changed.connect(receiver)

    yield connect
    for receiver in receivers:
        payment_changed.disconnect(receiver)


def test_a_transfer_that_arrives_after_cancelling_is_given_back_at_once(shop, bank):
    """B59: while it was under way, nobody could stop it."""
    visitor = sent(shop, bank)
    cancels(visitor)
    bank.stands(bank.key, PaymentStatus.PENDING)
    Payment.objects.update(status=PaymentStatus.OPEN)
    calls(visitor, bank)
    bank.pays(bank.key)

    answer = calls(visitor, bank)

    assert answer.status_code == 200
    assert charged(bank) == []


@pytest.mark.parametrize("lost", ["refund", "before refund"])
def test_a_refund_that_fails_is_asked_for_until_it_is_made(shop, bank, capsys, lost):
    """B59"""
    visitor = sent(shop, bank)
    cancels(visitor)
    bank.pays(bank.key)
    Payment.objects.update(status=PaymentStatus.OPEN)
    bank.lost = [lost]

    first = calls(visitor, bank)
    told = settles(capsys)

    assert first.status_code == 503
    assert told == "Payments asked about: 1. Settled: 1.\n"
    assert charged(bank) == []
    assert bank.ledger.count(f"refunded {bank.key}") == 1


def test_a_visitor_who_comes_back_to_what_cannot_be_given_back_now_sees_no_crash(
    shop, bank, capsys
):
    visitor = sent(shop, bank)
    path = return_path(bank)
    cancels(visitor)
    bank.pays(bank.key)
    Payment.objects.update(status=PaymentStatus.OPEN)
    bank.lost = ["before refund"]

    visitor.opens(path)
    visitor.submits()

    assert visitor.page.status_code == 200
    settles(capsys)
    assert charged(bank) == []


def test_a_try_that_was_declined_and_is_paid_late_is_given_back(made, bank):
    """The visitor paid with the next try: that is the one that counts."""
    made, shop = made
    visitor = sent(shop, bank)
    first = bank.key
    bank.stands(first, PaymentStatus.DECLINED)
    comes_back(visitor, bank)
    visitor.submits()
    bank.pays(bank.key)
    comes_back(visitor, bank)
    bank.pays(first)

    answer = hears_of(first)

    assert answer.status_code == 200
    assert charged(bank) == made == [bank.key]


def test_a_try_that_is_paid_late_is_given_back_while_the_next_is_open(made, bank):
    made, shop = made
    visitor = sent(shop, bank)
    first = bank.key
    bank.stands(first, PaymentStatus.DECLINED)
    comes_back(visitor, bank)
    visitor.submits()
    bank.pays(first)

    answer = hears_of(first)

    assert answer.status_code == 200
    assert charged(bank) == made == []


def test_a_start_that_arrives_when_other_terms_are_paid_is_given_back(made, bank):
    """The call was under way for longer than the lease: meanwhile the visitor changed the sum."""
    made, shop = made
    bank.lost = ["before start"]
    visitor = at_the_till(shop)
    visitor.submits()
    visitor.submits(_settle="1")
    first = Payment.objects.get().key
    visitor.goes_back()
    visitor.submits(amount="20")
    visitor.submits()
    bank.payments[first] = Progress(status=PaymentStatus.OPEN, reference="late")
    bank.pays(first)

    answer = hears_of(first)

    assert answer.status_code == 200
    assert charged(bank) == []
    bank.pays(bank.key)
    comes_back(visitor, bank)
    assert charged(bank) == made == [bank.key]


def test_of_two_that_are_paid_for_one_intent_one_counts(made, bank):
    """The one that something was made for stays, and the other is given back."""
    made, shop = made
    bank.answers["card"] = Progress(status=PaymentStatus.PAID, reference="r")
    visitor = at_the_till(shop)
    earlier = []

    real = standing.provider("bank").start

    def start(charge):
        """While this call is under way, another one for the same intent is taken up."""
        mine = Payment.objects.get(key=charge.key)
        other = Payment.objects.create(
            key=f"{charge.key[:-1]}-1", intent=mine.intent, provider="bank", kind="card",
            amount=mine.amount, currency=mine.currency, status=PaymentStatus.PAID,
            taken_up_at=timezone.now(), flow=mine.flow, task_id=mine.task_id,
            way_back=mine.way_back,
        )  # fmt: skip
        bank.payments[other.key] = Progress(status=PaymentStatus.OPEN, reference="o")
        bank.pays(other.key)
        earlier.append(other.key)
        return real(charge)

    bank_called = standing.provider("bank")
    bank_called.start = start
    visitor.submits()

    assert visitor.sees("thanks")
    assert charged(bank) == made == earlier


def test_cancelling_while_it_is_taken_up_gives_it_back(settings, bank):
    """The cancelling comes first in the record, so nothing was sold."""
    made = []

    class Pay(PayByCard):
        def on_paid(self, payment):
            if not made:
                cancelled_meanwhile(payment.task_id)
            made.append(payment.key)

    shop = serve(settings, selling(Pay))
    visitor = sent(shop, bank)
    bank.pays(bank.key)

    answer = calls(visitor, bank)

    assert answer.status_code == 200
    assert charged(bank) == []
    assert Payment.objects.get().status == PaymentStatus.REFUNDED


def cancelled_meanwhile(task_id):
    """As another request leaves it that could not reach the bank."""
    store = default_store()
    stored = store.load(task_id)
    task = replace(from_record(stored.record), status=TaskStatus.CANCELLED)
    assert store.replace(task_id, to_record(task), version=stored.version, lifetime=3600)


def test_one_that_cannot_be_taken_up_does_not_stop_the_others(settings, bank, capsys, caplog):
    broken = []

    class Pay(PayByCard):
        def on_paid(self, payment):
            if payment.key in broken:
                raise ValueError("the warehouse is closed")

    shop = serve(settings, selling(Pay))
    sent(shop, bank)
    broken.append(bank.key)
    bank.pays(bank.key)
    visitor = sent(shop, bank)
    bank.pays(bank.key)

    told = settles(capsys)

    visitor.opens(visitor.url)
    assert visitor.sees("thanks")
    assert told == "Payments asked about: 2. Settled: 1.\n"
    assert "the warehouse is closed" in caplog.text


def test_a_webhook_whose_payment_cannot_be_taken_up_now_is_to_come_again(settings, bank, caplog):
    broken = [True]

    class Pay(PayByCard):
        def on_paid(self, payment):
            if broken:
                broken.clear()
                raise ValueError("the warehouse is closed")

    visitor = sent(serve(settings, selling(Pay)), bank)
    bank.pays(bank.key)

    first, second = calls(visitor, bank), calls(visitor, bank)

    assert (first.status_code, second.status_code) == (503, 200)


def test_a_webhook_that_comes_while_runs_cannot_be_read_is_to_come_again(
    shop, bank, monkeypatch, caplog
):
    visitor = sent(shop, bank)
    bank.pays(bank.key)

    with monkeypatch.context() as patch:
        patch.setattr(default_store(), "load", raise_outage)
        away = calls(visitor, bank)
    back = calls(visitor, bank)

    assert (away.status_code, back.status_code) == (503, 200)
    assert charged(bank) == [bank.key]


def raise_outage(task_id):
    raise OperationalError("The server has gone away.")


def test_a_visitor_whose_payment_cannot_be_taken_up_now_may_ask_again(settings, bank, caplog):
    broken = [True]

    class Pay(PayByCard):
        def on_paid(self, payment):
            if broken:
                broken.clear()
                raise ValueError("the warehouse is closed")

    visitor = sent(serve(settings, selling(Pay)), bank)
    bank.pays(bank.key)

    comes_back(visitor, bank)

    assert "Not finished yet" in visitor.text
    visitor.submits(_settle="1")
    assert visitor.sees("thanks")


def test_what_is_open_for_a_run_that_is_gone_can_no_longer_be_paid(shop, bank, capsys):
    """Nobody asks about it for ever, and who has the bank's page in a tab pays nothing."""
    visitor = sent(shop, bank)
    default_store().delete_state(task_of(visitor).id)

    first, second = settles(capsys), settles(capsys)

    assert bank.payments[bank.key].status == PaymentStatus.CANCELLED
    assert first == "Payments asked about: 1. Settled: 1.\n"
    assert second == "Payments asked about: 0. Settled: 0.\n"


def test_a_site_hears_of_what_a_process_took_with_it(shop, bank, hear, capsys, monkeypatch):
    """It died after it had written that the payment was given back, before it said so."""
    heard = []
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    comes_back(visitor, bank)
    bank.stands(bank.key, PaymentStatus.REFUNDED)
    hear(lambda sender, payment, before, **kwargs: heard.append((before, payment.status)))
    with monkeypatch.context() as patch:
        patch.setattr(payment_changed, "send_robust", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            standing.look_up(Payment.objects.get())

    settles(capsys)
    settles(capsys)

    assert heard == [("paid", "refunded")]


def test_a_receiver_that_fails_is_told_again(shop, bank, hear, capsys, caplog):
    heard = []

    def fail_once(sender, payment, before, **kwargs):
        heard.append(payment.status)
        if heard.count("paid") == 1:
            raise ValueError("the warehouse is closed")

    visitor = sent(shop, bank)
    hear(fail_once)
    bank.pays(bank.key)
    comes_back(visitor, bank)

    settles(capsys)
    settles(capsys)

    assert heard == ["paid", "paid"]


@pytest.mark.parametrize("amount", ["0", "-5", "12.505", "1e12", "0.0004"])
def test_what_nobody_can_pay_is_refused_before_the_provider_is_asked(shop, bank, amount):
    visitor = at_the_till(shop, amount=amount)

    visitor.submits()

    assert visitor.page.status_code == 200
    assert visitor.sees("pay-by-card")
    assert "This way to pay does not work at the moment. Nothing was charged." in visitor.text
    assert bank.calls == []


@pytest.mark.parametrize("currency", ["euro", "E\x00R", "€", "eur"])
def test_what_is_no_currency_is_refused(settings, bank, currency):
    class Pay(PayByCard):
        def currency(self):
            return currency

    visitor = at_the_till(serve(settings, selling(Pay)))

    visitor.submits()

    assert visitor.page.status_code == 200
    assert "This way to pay does not work at the moment." in visitor.text
    assert bank.calls == []


def test_hostile_words_reach_the_provider_in_one_line(settings, bank):
    class Pay(PayByCard):
        def description(self):
            return "Tea\x00pot\r\nBcc: x@y.example\u2028" + "x" * 1000

    visitor = at_the_till(serve(settings, selling(Pay)))

    visitor.submits()

    said = bank.charges[bank.key].description
    assert said.startswith("Teapot Bcc: x@y.example x")
    assert len(said) == 255


def test_what_was_given_back_before_the_answer_came_is_tried_again(shop, bank):
    """Somebody refunds it at the provider while the visitor is on the way."""
    bank.answers["card"] = Progress(status=PaymentStatus.REFUNDED, reference="r")
    visitor = at_the_till(shop)

    visitor.submits()
    del bank.answers["card"]
    visitor.opens(visitor.url)
    visitor.submits()

    assert [str(each.status) for each in bank.payments.values()] == ["refunded", "open"]


@pytest.mark.parametrize(
    "token", ["x", "ü" * 50, "a:b:c", "%00", "..%2F..%2Fetc", "A" * 3000, "1:1:1%0d%0aX-A:%20b"]
)
def test_a_token_that_is_none_is_not_found(shop, bank, token):
    visitor = sent(shop, bank)

    page = visitor.opens(f"/flows/payments/return/{token}/")

    assert page.status_code == 404


def test_a_return_address_of_a_run_that_is_forgotten_is_too_old(shop, bank, settings):
    visitor = sent(shop, bank)
    settings.FLOWS_UNSETTLED_AGE = -1

    assert visitor.opens(return_path(bank)).status_code == 404


def test_a_hundred_repeated_calls_change_nothing(made, bank):
    made, shop = made
    visitor = sent(shop, bank)
    bank.pays(bank.key)

    answers = {calls(visitor, bank).status_code for _number in range(100)}

    assert answers == {200}
    assert made == charged(bank) == [bank.key]


def test_a_call_of_a_payment_nobody_knows_is_heard(shop, bank):
    """The account at the provider may serve another shop, too."""
    assert hears_of("f" * 32).status_code == 200


def test_one_payment_of_a_call_that_fails_does_not_hide_the_other(settings, bank, monkeypatch):
    """And the provider is to call again."""
    broken = []

    class Pay(PayByCard):
        def on_paid(self, payment):
            if payment.key in broken:
                raise ValueError("the warehouse is closed")

    shop = serve(settings, selling(Pay))
    sent(shop, bank)
    first = bank.key
    broken.append(first)
    bank.pays(first)
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    keys = [first, bank.key]
    monkeypatch.setattr(standing.provider("bank"), "hear", lambda request: keys)

    answer = calls(visitor, bank)

    assert answer.status_code == 503
    visitor.opens(visitor.url)
    assert visitor.sees("thanks")


def test_an_amount_is_what_was_agreed_when_the_basket_changes_meanwhile(made, bank):
    """In a second tab, with the first at the bank."""
    made, shop = made
    visitor = at_the_till(shop)
    tab = visitor.twin()
    visitor.submits()
    tab.goes_back()
    tab.submits(amount="1")
    bank.pays(bank.key)

    comes_back(visitor, bank)

    assert charged(bank) == made == [bank.key]
    assert bank.charges[bank.key].amount == Decimal("12.50")


def test_looks_ask_the_provider_nothing(shop, bank):
    visitor = sent(shop, bank)
    path = return_path(bank)
    before = list(bank.calls), list(Payment.objects.values())

    visitor.opens(visitor.url)
    visitor.opens(path)

    assert (list(bank.calls), list(Payment.objects.values())) == before


def test_a_payment_stays_known_when_its_provider_is_taken_from_the_settings(
    shop, bank, settings, capsys
):
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    configured = settings.FLOWS_PAYMENT_PROVIDERS
    settings.FLOWS_PAYMENT_PROVIDERS = {}

    visitor.opens(return_path(bank))
    visitor.submits()
    page, told = visitor.page, settles(capsys)

    assert page.status_code == 200
    assert told == "Payments asked about: 1. Settled: 0.\n"
    settings.FLOWS_PAYMENT_PROVIDERS = configured
    settles(capsys)
    visitor.opens(visitor.url)
    assert visitor.sees("thanks")


def test_progress_without_a_url_leads_nowhere(shop, bank):
    """A provider that says "open" and not where."""
    bank.answers["card"] = Progress(status=PaymentStatus.OPEN, reference="r")
    visitor = at_the_till(shop)

    visitor.submits()

    assert "We are not sure yet" in visitor.text
    bank.payments[bank.key] = replace(bank.payments[bank.key], status=PaymentStatus.PAID)
    visitor.submits(_settle="1")
    assert visitor.sees("thanks")


@pytest.mark.parametrize("ends", [PaymentStatus.PAID, PaymentStatus.DECLINED])
def test_a_transfer_that_was_gone_on_with_is_not_given_back(settings, bank, hear, capsys, ends):
    """The run is long forgotten when its bank knows; a site hears of it, and may act on it."""
    heard = []

    class Pay(PayByCard):
        def accepts_pending(self):
            return True

    visitor = sent(serve(settings, selling(Pay)), bank)
    bank.stands(bank.key, PaymentStatus.PENDING)
    comes_back(visitor, bank)
    gone_on = visitor.sees("thanks")
    default_store().delete_state(task_of(visitor).id)
    settles(capsys)
    hear(lambda sender, payment, before, **kwargs: heard.append((before, payment.status)))

    bank.stands(bank.key, ends)
    calls(visitor, bank)
    settles(capsys)

    assert gone_on
    assert heard == [("pending", ends)]
    assert bank.payments[bank.key].status == ends


def test_secrets_stand_in_no_text_of_a_charge():
    """What goes wrong is logged, with what it was about."""
    account = Account(iban="DE89370400440532013000", holder="Ada")
    charge = Charge(
        key="k",
        amount=Decimal(1),
        currency="EUR",
        description="",
        kind="card",
        return_url="",
        notify_url="",
        token="tok_secret",
        account=account,
    )

    text = f"{charge!r} {Token(token='tok_secret')!r}"

    assert "tok_secret" not in text
    assert "DE89" not in text
