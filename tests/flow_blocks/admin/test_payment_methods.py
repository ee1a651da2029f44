"""Saved payment methods, as staff see them in the admin."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from flow_blocks.models import PaymentMethod
from tests.flow_blocks.admin.staff import shown, staff, superuser
from tests.flow_blocks.saved import TILL, account, card, credit, paypal, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _till(settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = {**TILL, "other": TILL["till"]}


def test_methods_of_every_kind_are_listed_with_their_owners() -> None:
    ada = somebody("ada")
    card(ada), account(ada), paypal(ada), credit(ada)

    text = shown(staff("view", model="paymentmethod"), "flow_payment_methods:index")

    for words in (
        "Visa ending in 4242, expires 04/2099",
        "Bank account ending in 3000",
        "PayPal (ada@example.com)",
        "Store credit, 5.00 left",
        "Direct debit",
        "ada",
    ):
        assert words in text
    assert "tok_secret" not in text


def test_however_many_there_are_no_more_is_asked(django_assert_max_num_queries: Any) -> None:
    client = staff("view", model="paymentmethod")
    card(somebody("ada"))
    shown(client, "flow_payment_methods:index")
    for name in ("eve", "joe", "sue"):
        owner = somebody(name)
        for _ in range(5):
            card(owner), account(owner), paypal(owner), credit(owner)

    with django_assert_max_num_queries(20):
        text = shown(client, "flow_payment_methods:index")

    assert text.count("Visa ending in") >= 16


def test_methods_are_filtered_and_found() -> None:
    ada, eve = somebody("ada"), somebody("eve")
    card(ada, last4="1111"), paypal(eve, email="eve@pay.example"), credit(eve)
    client = staff("view", model="paymentmethod")

    def listed(**query: str) -> list[str]:
        text = shown(client, "flow_payment_methods:index", **query)
        return [each for each in ("1111", "eve@pay.example", "5.00 left") if each in text]

    assert listed(kind="card") == listed(owner="ADA") == listed(q="ada@") == ["1111"]
    assert listed(kind="store_credit") == ["5.00 left"]
    assert listed(owner="eve") == ["eve@pay.example", "5.00 left"]
    assert listed(owner="nobody") == listed(q="nobody") == []
    assert listed(provider="other") == []


def test_a_method_is_looked_at_without_its_token() -> None:
    visa = card(somebody("ada"))

    text = shown(staff("view", model="paymentmethod"), "flow_payment_methods:inspect", visa.pk)

    assert "Visa ending in 4242, expires 04/2099" in text
    assert "tok_secret" not in text


def test_who_may_only_look_removes_nothing() -> None:
    visa = card(somebody("ada"))
    client = staff("view", "change", "add", model="paymentmethod")

    answer = client.post(reverse("flow_payment_methods:delete", args=[visa.pk]))
    client.post(f"/admin/bulk/flow_blocks/paymentmethod/delete/?id={visa.pk}")

    assert answer.status_code == 302
    assert list(PaymentMethod.objects.all()) == [visa]


def test_who_may_delete_does() -> None:
    ada = somebody("ada")
    visa, hers = card(ada), credit(ada)
    client = staff("view", "delete", model="paymentmethod")

    asked = client.get(reverse("flow_payment_methods:delete", args=[visa.pk]))
    client.post(reverse("flow_payment_methods:delete", args=[visa.pk]))
    client.post(reverse("flow_payment_methods:delete", args=[hers.pk]))

    assert "tok_secret" not in asked.content.decode()
    assert not PaymentMethod.objects.exists()


def test_those_that_are_ticked_are_deleted_and_logged() -> None:
    ada = somebody("ada")
    visa, hers, kept = card(ada), credit(ada), paypal(ada)
    client = staff("view", "delete", model="paymentmethod")
    url = f"/admin/bulk/flow_blocks/paymentmethod/delete/?id={visa.pk}&id={hers.pk}"

    listed = shown(client, "flow_payment_methods:index")
    asked = client.get(url).content.decode()
    client.post(url)

    assert "data-bulk-action-checkbox" in listed
    assert "Visa ending in 4242, expires 04/2099</li>" in asked
    assert list(PaymentMethod.objects.all()) == [kept]
    assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 2


def test_the_providers_words_are_text(hostile: str) -> None:
    visa = card(somebody("ada"), brand=hostile)
    client = superuser()

    assert "<script>alert" not in shown(client, "flow_payment_methods:index")
    assert "<script>alert" not in shown(client, "flow_payment_methods:inspect", visa.pk)
