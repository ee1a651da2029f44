"""Payments and saved payment methods, as staff see them in the admin."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import NoReverseMatch, reverse

from flow_blocks.models import Payment, PaymentMethod
from flow_blocks.payments.admin.methods import PaymentMethodViewSet
from flow_blocks.payments.admin.payments import PaymentViewSet, sum_of
from tests.flow_blocks.saved import TILL, account, card, credit, paypal, somebody
from tests.journeys.pages import flow_page, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _till(settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = {**TILL, "other": TILL["till"]}


def staff(*codenames: str) -> Client:
    """Somebody with the admin and these permissions."""
    user = somebody("staff")
    names = ("access_admin", *codenames)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def superuser() -> Client:
    user = somebody("root")
    user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


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


def shown(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_payments_are_listed() -> None:
    paid(owner=somebody("ada"))

    text = shown(staff("view_payment"), "flow_payments:index")

    for words in ("12.50 EUR", "Paid", "Card", "till", "pi_1", "page:3"):
        assert words in text


def test_payments_name_their_flows_as_editors_do() -> None:
    """As long as the page is there; a flow in code has its own name."""
    page = flow_page(step("message", "Welcome"), title="Buy a kettle")
    payments = [paid(flow=flow) for flow in (page.flow_id, "page:999999", "page:x", "shop/buy")]
    client = staff("view_payment")

    listed = shown(client, "flow_payments:index")
    looked_at = shown(client, "flow_payments:inspect", payments[0].pk)

    for words in ("Buy a kettle", "page:999999", "page:x", "shop/buy"):
        assert words in listed
    assert "Buy a kettle" in looked_at


def test_however_many_payments_there_are_no_more_is_asked(
    django_assert_max_num_queries: Any,
) -> None:
    page = flow_page(step("message", "Welcome"))
    client = staff("view_payment")
    for number in range(40):
        paid(key=f"key{number}", flow=page.flow_id)
    shown(client, "flow_payments:index")

    with django_assert_max_num_queries(20):
        shown(client, "flow_payments:index")


def test_payments_are_filtered_and_found() -> None:
    paid(amount=1, kind="card", reference="pi_first")
    paid(amount=2, kind="paypal", status="declined", provider="other", key="a-very-key")
    client = staff("view_payment")

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

    text = shown(staff("view_payment"), "flow_payments:inspect", payment.pk)

    for words in ("12.50 EUR", "Visa", "4242", "pi_1", "key0", "ada"):
        assert words in text
    assert "secret_run" not in text
    assert "secret_page" not in text


def test_a_dinar_has_three_decimals() -> None:
    assert sum_of(Payment(amount=Decimal("1.125"), currency="KWD")) == "1.125 KWD"
    assert sum_of(Payment(amount=Decimal("1.500"), currency="KWD")) == "1.50 KWD"


def test_payments_are_taken_along_as_a_table() -> None:
    paid()
    client = staff("view_payment")

    answer = client.get(reverse("flow_payments:index"), {"export": "csv"})

    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # it streams
    assert lines[0].startswith("Begun,Amount,Currency,Kind,Status")
    assert ",12.500,EUR,card,paid," in lines[1]


def test_nobody_writes_payments() -> None:
    payment = paid()
    client = superuser()

    for name, args in (("add", []), ("edit", [payment.pk]), ("delete", [payment.pk])):
        answer = client.post(reverse(f"flow_payments:{name}", args=args))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")

    assert Payment.objects.get() == payment
    text = shown(client, "flow_payments:index")
    assert "Add payment" not in text
    assert "delete" not in text.lower()


def test_a_copy_of_a_payment_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("flow_payments:copy", args=[1])


@pytest.mark.parametrize("name", ["flow_payments:index", "flow_payment_methods:index"])
def test_who_may_not_look_does_not(name: str) -> None:
    client = staff()

    assert client.get(reverse(name)).status_code == 302
    assert "/admin/flow-payment" not in client.get("/admin/").content.decode()


def test_the_menu_has_what_one_may_see() -> None:
    client = staff("view_payment")

    text = client.get("/admin/").content.decode()

    assert "/admin/flow-payments/" in text
    assert "/admin/flow-payment-methods/" not in text


def test_methods_of_every_kind_are_listed_with_their_owners() -> None:
    ada = somebody("ada")
    card(ada), account(ada), paypal(ada), credit(ada)

    text = shown(staff("view_paymentmethod"), "flow_payment_methods:index")

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
    client = staff("view_paymentmethod")
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
    client = staff("view_paymentmethod")

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

    text = shown(staff("view_paymentmethod"), "flow_payment_methods:inspect", visa.pk)

    assert "Visa ending in 4242, expires 04/2099" in text
    assert "tok_secret" not in text


def test_who_may_only_look_removes_nothing() -> None:
    visa = card(somebody("ada"))
    client = staff("view_paymentmethod", "change_paymentmethod", "add_paymentmethod")

    for name, args in (("add", []), ("edit", [visa.pk]), ("delete", [visa.pk])):
        assert client.post(reverse(f"flow_payment_methods:{name}", args=args)).status_code == 302

    assert list(PaymentMethod.objects.all()) == [visa]


def test_who_may_delete_does() -> None:
    ada = somebody("ada")
    visa, hers = card(ada), credit(ada)
    client = staff("view_paymentmethod", "delete_paymentmethod")

    asked = client.get(reverse("flow_payment_methods:delete", args=[visa.pk]))
    client.post(reverse("flow_payment_methods:delete", args=[visa.pk]))
    client.post(reverse("flow_payment_methods:delete", args=[hers.pk]))

    assert "tok_secret" not in asked.content.decode()
    assert not PaymentMethod.objects.exists()


@pytest.mark.parametrize(
    ("viewset", "names"),
    [
        (PaymentViewSet, {"view_payment"}),
        (PaymentMethodViewSet, {"view_paymentmethod", "delete_paymentmethod"}),
    ],
)
def test_groups_are_offered_what_can_be_granted(viewset: Any, names: set[str]) -> None:
    offered = viewset().get_permissions_to_register()

    assert set(offered.values_list("codename", flat=True)) == names


def test_the_providers_words_are_text(hostile: str) -> None:
    visa = card(somebody("ada"), brand=hostile)
    payment = paid(description=hostile, brand=hostile, reference=hostile)
    client = superuser()

    for name, pk in (("flow_payment_methods", visa.pk), ("flow_payments", payment.pk)):
        assert "<script>alert" not in shown(client, f"{name}:index")
        assert "<script>alert" not in shown(client, f"{name}:inspect", pk)
