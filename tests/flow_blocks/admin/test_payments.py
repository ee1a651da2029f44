"""Payments, as staff see them in the admin."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from cmsflows.testing import flow_page, step
from flow_blocks.admin.payments import sum_of
from flow_blocks.models import Payment
from tests.flow_blocks.admin.staff import shown, staff, superuser
from tests.flow_blocks.saved import TILL, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _till(settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = {**TILL, "other": TILL["till"]}


def paid(**fields: Any) -> Payment:
    known = {
        "key": f"key{Payment.objects.count()}",
        "intent": "i" * 32,
        "provider": "till",
        "kind": "card",
        "status": "paid",
        "reference": "pi_1",
        "amount": Decimal("12.50"),
        "currency": "EUR",
        "flow": "page:3",
        "task_id": "t" * 32,
        "way_back": "/checkout/?_id=secret_run",
        "url": "https://pay.example/secret_page",
    }
    return Payment.objects.create(**{**known, **fields})


def test_payments_are_listed() -> None:
    paid(owner=somebody("ada"))

    text = shown(staff("view", model="payment"), "flow_payments:index")

    for words in ("12.50 EUR", "Paid", "Card", "till", "pi_1", "page:3"):
        assert words in text


def test_payments_name_their_flows_as_editors_do() -> None:
    """As long as the page is there; a flow in code has its own name."""
    page = flow_page(step("message", "Welcome"), title="Buy a kettle")
    payments = [paid(flow=flow) for flow in (page.flow_id, "page:999999", "page:x", "shop/buy")]
    client = staff("view", model="payment")

    listed = shown(client, "flow_payments:index")
    looked_at = shown(client, "flow_payments:inspect", payments[0].pk)

    for words in ("Buy a kettle", "page:999999", "page:x", "shop/buy"):
        assert words in listed
    assert "Buy a kettle" in looked_at


def test_however_many_payments_there_are_no_more_is_asked(
    django_assert_max_num_queries: Any,
) -> None:
    page = flow_page(step("message", "Welcome"))
    client = staff("view", model="payment")
    for number in range(40):
        paid(key=f"key{number}", flow=page.flow_id)
    shown(client, "flow_payments:index")

    with django_assert_max_num_queries(20):
        shown(client, "flow_payments:index")


def test_payments_are_filtered_and_found() -> None:
    paid(amount=1, kind="card", reference="pi_first")
    paid(amount=2, kind="paypal", status="declined", provider="other", key="a-very-key")
    client = staff("view", model="payment")

    def amounts(**query: str) -> list[str]:
        text = shown(client, "flow_payments:index", **query)
        return [each for each in ("1.00 EUR", "2.00 EUR") if each in text]

    assert amounts() == ["1.00 EUR", "2.00 EUR"]
    assert amounts(kind="paypal") == amounts(status="declined") == ["2.00 EUR"]
    assert amounts(provider="other") == amounts(q="a-very-key") == ["2.00 EUR"]
    assert amounts(q="pi_first") == ["1.00 EUR"]
    assert amounts(q="nothing of it") == []


def test_a_payment_is_looked_at() -> None:
    """And not the addresses by which its visitor goes on: whoever has them could."""
    payment = paid(owner=somebody("ada"), brand="Visa", last4="4242")

    text = shown(staff("view", model="payment"), "flow_payments:inspect", payment.pk)

    for words in ("12.50 EUR", "Visa", "4242", "pi_1", "key0", "ada"):
        assert words in text
    assert "secret_run" not in text
    assert "secret_page" not in text


def test_a_dinar_has_three_decimals() -> None:
    assert sum_of(Payment(amount=Decimal("1.125"), currency="KWD")) == "1.125 KWD"
    assert sum_of(Payment(amount=Decimal("1.500"), currency="KWD")) == "1.50 KWD"


def test_payments_are_taken_along_as_a_table() -> None:
    paid()
    client = staff("view", model="payment")

    answer = client.get(reverse("flow_payments:index"), {"export": "csv"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]  # it streams
    assert lines[0].startswith("Begun,Amount,Currency,Kind,Status")
    assert ",12.500,EUR,card,paid," in lines[1]


def test_nobody_writes_payments() -> None:
    payment = paid()
    client = superuser()

    for path in ("new/", f"edit/{payment.pk}/", f"delete/{payment.pk}/"):
        assert client.post(f"{reverse('flow_payments:index')}{path}").status_code == 404
    client.post(f"/admin/bulk/flow_blocks/payment/delete/?id={payment.pk}")

    assert Payment.objects.get() == payment
    text = shown(client, "flow_payments:index")
    assert "Add payment" not in text
    assert "delete" not in text.lower()


@pytest.mark.parametrize("name", ["flow_payments:index", "flow_payment_methods:index"])
def test_who_may_not_look_does_not(name: str) -> None:
    client = staff()

    assert client.get(reverse(name)).status_code == 302
    assert "/admin/flow-payment" not in client.get("/admin/").content.decode()


def test_the_menu_has_what_one_may_see() -> None:
    client = staff("view", model="payment")

    text = client.get("/admin/").content.decode()

    assert "/admin/flow-payments/" in text
    assert "/admin/flow-payment-methods/" not in text


def test_what_the_provider_says_is_no_formula() -> None:
    paid(reference="=1+1")
    client = staff("view", model="payment")

    answer = client.get(reverse("flow_payments:index"), {"export": "csv"})

    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert ",'=1+1," in content


def test_the_providers_words_are_text(hostile: str) -> None:
    payment = paid(description=hostile, brand=hostile, reference=hostile)
    client = superuser()

    assert "<script>alert" not in shown(client, "flow_payments:index")
    assert "<script>alert" not in shown(client, "flow_payments:inspect", payment.pk)
