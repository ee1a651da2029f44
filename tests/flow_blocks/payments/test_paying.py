"""A payment at the provider: there and back, whatever happens on the way, and never twice."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cmsflows.testing import Visitor
from flow_blocks.models.payment import Payment, PaymentStatus
from flow_blocks.payments.decline import DeclineReason
from flow_blocks.payments.provider import Progress
from tests.flow_blocks.payments.bank import sign
from tests.flow_blocks.payments.conftest import at_the_till

pytestmark = pytest.mark.django_db

THERE = "https://bank.example/"


def sent(shop, bank):
    """A visitor at the bank's page, who has the shop's page in another tab."""
    visitor = at_the_till(shop)
    there = visitor.submits()
    assert there.url == f"{THERE}{bank.key}"
    visitor.opens(way_back(bank))
    return visitor


def way_back(bank):
    return Payment.objects.get(key=bank.key).way_back


def return_path(bank):
    return bank.charges[bank.key].return_url.removeprefix("http://testserver")


def comes_back(visitor, bank):
    """As a browser does whose provider sends it back: look, and send what the page sends."""
    visitor.opens(return_path(bank))
    return visitor.submits()


def calls(visitor, bank, *, signature=None):
    body = bank.key.encode()
    return visitor.client.post(
        "/flows/payments/webhook/bank/",
        data=body,
        content_type="text/plain",
        headers={"Bank-Signature": sign(body) if signature is None else signature},
    )


def test_a_visitor_pays_at_the_provider_and_goes_on(shop, bank):
    visitor = sent(shop, bank)
    bank.pays(bank.key)

    comes_back(visitor, bank)

    assert visitor.sees("thanks")
    assert bank.ledger == [f"charged {bank.key}"]


def test_the_provider_is_told_what_is_paid(shop, bank):
    sent(shop, bank)

    charge = bank.charges[bank.key]

    assert (charge.amount, charge.currency, charge.kind) == (Decimal("12.50"), "EUR", "card")
    assert charge.notify_url == "http://testserver/flows/payments/webhook/bank/"


def test_looking_at_the_return_address_changes_nothing(shop, bank):
    visitor = sent(shop, bank)
    bank.stands(bank.key, PaymentStatus.APPROVED)
    before = Payment.objects.values().get()

    page = visitor.opens(return_path(bank))

    assert page.status_code == 200
    assert Payment.objects.values().get() == before
    assert bank.ledger == []


def test_what_was_approved_is_taken_when_the_visitor_is_back(shop, bank):
    visitor = sent(shop, bank)
    bank.stands(bank.key, PaymentStatus.APPROVED)

    comes_back(visitor, bank)

    assert visitor.sees("thanks")
    assert bank.ledger == [f"charged {bank.key}"]


def test_a_return_that_is_sent_again_asks_nobody(shop, bank):
    """A return is good once; again it only leads on."""
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    visitor.opens(return_path(bank))
    tab = visitor.twin()
    visitor.submits()
    calls_before = list(bank.calls)

    tab.submits()

    assert tab.sees("thanks")
    assert bank.calls == calls_before
    assert bank.ledger == [f"charged {bank.key}"]


def test_the_return_address_of_somebody_who_is_back_leads_on(shop, bank):
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    comes_back(visitor, bank)

    visitor.opens(return_path(bank))

    assert visitor.sees("thanks")


@pytest.mark.parametrize("spoil", [lambda url: url[:-3] + "x/", lambda url: url + "x/"])
def test_a_return_address_that_nobody_signed_is_not_there(shop, bank, spoil):
    visitor = sent(shop, bank)

    page = visitor.opens(spoil(return_path(bank)))

    assert page.status_code == 404


def test_who_comes_back_in_another_browser_is_told_where_to_go_on(shop, bank):
    """A phone's bank app opens the browser it likes: the payment counts, the run stays closed."""
    visitor, other = sent(shop, bank), Visitor()
    bank.pays(bank.key)

    comes_back(other, bank)

    assert "Your payment has arrived." in other.text
    assert way_back(bank) not in other.text
    visitor.opens(visitor.url)
    assert visitor.sees("thanks")


def test_who_comes_back_elsewhere_does_not_read_of_what_is_given_back(shop, bank):
    visitor, other = sent(shop, bank), Visitor()
    visitor.submits(_cancel="1")
    bank.pays(bank.key)
    Payment.objects.update(status=PaymentStatus.PAID, give_back_at=timezone.now())

    comes_back(other, bank)

    assert "Go on where you began" in other.text
    assert "Your payment has arrived." not in other.text


def test_the_webhook_may_come_first(shop, bank):
    """B59"""
    visitor = sent(shop, bank)
    bank.pays(bank.key)

    answer = calls(visitor, bank)

    assert answer.status_code == 200
    comes_back(visitor, bank)
    assert visitor.sees("thanks")
    assert bank.ledger == [f"charged {bank.key}"]


def test_a_webhook_that_comes_twice_changes_nothing(shop, bank):
    """B59"""
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    calls(visitor, bank)
    before = Payment.objects.values().get()

    answer = calls(visitor, bank)

    assert answer.status_code == 200
    after = Payment.objects.values().get()
    assert {**after, "updated": None} == {**before, "updated": None}


@pytest.mark.parametrize("signature", ["", "0" * 64, "ß"])
def test_a_webhook_that_is_forged_is_refused(shop, bank, signature):
    visitor = sent(shop, bank)
    bank.pays(bank.key)

    answer = calls(visitor, bank, signature=signature.encode().decode("latin-1"))

    assert answer.status_code == 400
    assert Payment.objects.get().status == PaymentStatus.OPEN


def test_a_webhook_is_not_believed_but_a_reason_to_ask(shop, bank):
    """What it says may be old, or made up by who stole the secret: the bank says how it stands."""
    visitor = sent(shop, bank)

    answer = calls(visitor, bank)

    assert answer.status_code == 200
    assert Payment.objects.get().status == PaymentStatus.OPEN
    visitor.opens(visitor.url)
    assert "Not finished yet" in visitor.text


def test_a_webhook_that_cannot_be_dealt_with_is_to_come_again(shop, bank):
    visitor = sent(shop, bank)
    bank.pays(bank.key)
    bank.lost = ["before lookup"]

    answer = calls(visitor, bank)

    assert answer.status_code == 503
    assert calls(visitor, bank).status_code == 200


def test_a_webhook_of_nobody_we_know_is_not_found(shop, bank):
    assert Visitor().client.post("/flows/payments/webhook/nobody/").status_code == 404


def test_a_webhook_is_no_page_to_look_at(shop, bank):
    assert Visitor().client.get("/flows/payments/webhook/bank/").status_code == 405


@pytest.mark.parametrize("reason", DeclineReason.values)
def test_a_decline_at_the_provider_is_an_error_of_the_form(shop, bank, reason):
    visitor = sent(shop, bank)
    bank.stands(bank.key, PaymentStatus.DECLINED, reason)

    comes_back(visitor, bank)

    assert visitor.sees("pay-by-card")
    assert str(DeclineReason(reason).label) in visitor.text
    assert bank.ledger == []


def test_who_was_declined_pays_with_another_try(shop, bank):
    visitor = sent(shop, bank)
    declined = bank.key
    bank.stands(bank.key, PaymentStatus.DECLINED)
    comes_back(visitor, bank)

    visitor.submits()
    bank.pays(bank.key)
    comes_back(visitor, bank)

    assert visitor.sees("thanks")
    assert bank.ledger == [f"charged {bank.key}"]
    assert bank.key != declined


def test_who_is_declined_at_once_is_told_so(shop, bank):
    bank.answers["card"] = Progress(status=PaymentStatus.DECLINED, reason="funds")
    visitor = at_the_till(shop)

    visitor.submits()

    assert str(DeclineReason.FUNDS.label) in visitor.text
    assert visitor.page.status_code == 200


def test_who_presses_back_at_the_provider_may_go_on_there(shop, bank):
    visitor = sent(shop, bank)

    visitor.opens(visitor.url)

    assert f'href="{THERE}{bank.key}"' in visitor.text


def test_who_gives_up_pays_another_way_and_once(shop, bank):
    visitor = sent(shop, bank)
    given_up = bank.key
    visitor.opens(visitor.url)
    visitor.submits(_give_up="1")

    visitor.submits()
    bank.pays(bank.key)
    comes_back(visitor, bank)

    assert visitor.sees("thanks")
    assert bank.payments[given_up].status == PaymentStatus.CANCELLED
    assert bank.ledger == [f"charged {bank.key}"]


def test_who_gives_up_after_paying_has_paid(shop, bank):
    """In one tab they pay, in the other they think better of it."""
    visitor = sent(shop, bank)
    visitor.opens(visitor.url)
    bank.pays(bank.key)

    visitor.submits(_give_up="1")

    assert visitor.sees("thanks")
    assert bank.ledger == [f"charged {bank.key}"]


def test_a_provider_that_cannot_be_reached_charges_nobody_twice(shop, bank):
    """B59: the answer to `start` got lost; asking again finds the payment that it made."""
    bank.lost = ["start"]
    visitor = at_the_till(shop)
    visitor.submits()
    is_in_doubt = "We are not sure yet" in visitor.text

    visitor.submits(_settle="1")
    visitor.submits()

    assert is_in_doubt
    assert len(bank.charges) == 1
    bank.pays(bank.key)
    comes_back(visitor, bank)
    assert visitor.sees("thanks")
    assert len(bank.ledger) == 1


def test_a_charge_whose_answer_was_lost_is_found(shop, bank):
    """A saved card is charged at once: it was paid, though nobody heard."""
    bank.answers["card"] = Progress(status=PaymentStatus.PAID, reference="r")
    bank.lost = ["start"]
    visitor = at_the_till(shop)
    visitor.submits()

    visitor.submits(_settle="1")

    assert visitor.sees("thanks")
    assert len(bank.ledger) == 1


def test_a_start_that_was_never_heard_keeps_its_key(shop, bank):
    bank.lost = ["before start"]
    visitor = at_the_till(shop)
    visitor.submits()
    key = Payment.objects.get().key
    visitor.submits(_settle="1")

    visitor.submits()

    assert list(bank.charges) == [key]


def test_as_long_as_nobody_answers_nothing_is_known(shop, bank):
    bank.lost = ["start", "lookup", "lookup"]
    visitor = at_the_till(shop)
    visitor.submits()

    visitor.submits(_settle="1")
    first = visitor.text
    visitor.submits(_settle="1")

    assert "There is no answer yet" in first
    assert "There is no answer yet" in visitor.text


def test_who_changes_the_basket_after_a_doubt_pays_the_new_sum_once(shop, bank):
    """The payment of the old sum can no longer be paid."""
    bank.lost = ["start"]
    visitor = at_the_till(shop)
    visitor.submits()
    visitor.submits(_settle="1")
    old = bank.key
    visitor.goes_back()
    visitor.submits(amount="20")

    visitor.submits()

    assert bank.payments[old].status == PaymentStatus.CANCELLED
    assert bank.charges[bank.key].amount == Decimal("20")
    bank.pays(bank.key)
    comes_back(visitor, bank)
    assert visitor.sees("thanks")
    assert bank.ledger == [f"charged {bank.key}"]


def test_cancelling_at_the_provider_takes_nothing(shop, bank):
    """B59: approved is not paid, and who has cancelled has approved nothing."""
    visitor = sent(shop, bank)
    visitor.opens(visitor.url)
    visitor.submits(_cancel="1")
    bank.stands(bank.key, PaymentStatus.APPROVED)

    calls(visitor, bank)

    assert bank.ledger == []
    assert bank.payments[bank.key].status == PaymentStatus.CANCELLED


def test_what_is_paid_after_cancelling_is_given_back_once(shop, bank):
    """B59"""
    visitor = sent(shop, bank)
    visitor.opens(visitor.url)
    visitor.submits(_cancel="1")
    bank.payments[bank.key] = Progress(status=PaymentStatus.OPEN, reference=f"ref-{bank.key}")
    Payment.objects.update(status=PaymentStatus.OPEN)
    bank.pays(bank.key)

    first, second = calls(visitor, bank), calls(visitor, bank)

    assert (first.status_code, second.status_code) == (200, 200)
    assert bank.ledger == [f"charged {bank.key}", f"refunded {bank.key}"]
    assert Payment.objects.get().status == PaymentStatus.REFUNDED


def test_the_key_stays_when_the_visitor_leaves_and_comes_back(shop, bank):
    """B58"""
    visitor = at_the_till(shop)
    visitor.goes_back()
    visitor.submits(amount="12.50")
    visitor.submits()
    bank.pays(bank.key)

    comes_back(visitor, bank)

    assert re.fullmatch("[0-9a-f]{32}", bank.key)
    assert bank.ledger == [f"charged {bank.key}"]


def test_a_payment_that_takes_days_is_waited_for(shop, bank):
    visitor = sent(shop, bank)
    bank.stands(bank.key, PaymentStatus.PENDING)

    comes_back(visitor, bank)

    assert "Your payment is being carried out." in visitor.text
    bank.pays(bank.key)
    calls(visitor, bank)
    visitor.opens(visitor.url)
    assert visitor.sees("thanks")


def test_what_the_provider_refuses_was_never_begun(shop, bank):
    """It understood, and nothing is under way: the visitor may try again at once."""
    bank.refused = ["start"]
    visitor = at_the_till(shop)

    visitor.submits()

    assert "This way to pay does not work at the moment." in visitor.text
    assert Payment.objects.get().status == PaymentStatus.MISSING
    visitor.submits()
    assert visitor.page.url.startswith(THERE)


def test_what_never_arrived_gets_another_key_in_time(shop, bank):
    """Some providers repeat to a key for a day what went wrong with it."""
    bank.lost = ["before start"]
    visitor = at_the_till(shop)
    visitor.submits()
    visitor.submits(_settle="1")
    Payment.objects.update(started_at=timezone.now() - timedelta(minutes=11))

    visitor.submits()

    intent = Payment.objects.first().intent
    assert list(bank.charges) == [f"{intent}-1"]


def test_the_provider_is_told_when_it_was_last_asked(shop, bank):
    """How long ago an unanswered call was decides whether it may still arrive."""
    bank.lost = ["before start"]
    visitor = at_the_till(shop)
    visitor.submits()
    visitor.submits(_settle="1")
    long_ago = timezone.now() - timedelta(minutes=5)
    Payment.objects.update(started_at=long_ago)

    visitor.submits()

    assert Payment.objects.get().started_at > long_ago
