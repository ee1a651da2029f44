"""`load_demo` fills an empty shop, and leaves alone what it finds there."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page, Site

from cmsflows.models import FlowPage, FlowVersion
from demo.content import pages, sample_orders
from demo.orders import Order, Status
from demo.pages import HomePage, ProductPage
from flow_blocks.models.payment import Payment
from flow_blocks.payments.methods import methods_of
from standin.models import LedgerEntry
from tests.demo.conftest import PICTURES, SAMPLES, load_demo, the_checkout

pytestmark = pytest.mark.django_db


def test_it_says_where_to_look(premises: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")

    printed = load_demo()

    for path in ("checkout", "inbox", "standin", "admin", "newsletter"):
        assert f"http://127.0.0.1:8123/{path}/\n" in printed
    assert "http://127.0.0.1:8123/sign-up/ and http://127.0.0.1:8123/letters/" in printed
    for account in ("admin / admin", "marketing / marketing", "ada / ada"):
        assert account in printed
    assert "4242 4242 4242 4242" in printed


@pytest.mark.parametrize("account", ["admin", "marketing", "ada"])
def test_its_accounts_can_log_in(shop: None, account: str) -> None:
    assert Client().login(username=account, password=account)


@pytest.mark.parametrize(
    "path", ["checkout", "sign-up", "letters", "newsletter", "inbox", "standin", "admin"]
)
def test_every_page_leads_everywhere(shop: None, settings: Any, path: str) -> None:
    settings.DEBUG = True  # The inbox and the bank's desk are for trying the demo.
    settings.EMAIL_FILE_PATH = None
    client = Client()

    page = client.get("/").content.decode()

    assert f'href="/{path}/"' in page
    assert client.get(f"/{path}/", follow=True).status_code == 200


def test_ada_has_payment_methods_that_the_bank_knows(shop: None) -> None:
    ada = get_user_model().objects.get(username="ada")

    assert [method.describe() for method in methods_of(ada)] == [
        "Visa ending in 4242, expires 12/2039",
        "PayPal (buyer@example.com)",
    ]


@pytest.fixture
def samples(premises: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_orders, "SAMPLES", SAMPLES)
    load_demo()


def test_its_orders_are_in_several_states_and_paid_in_every_way(samples: None) -> None:
    orders = Order.objects.all()

    ways = {order.payment for order in orders}
    assert ways == {"card", "paypal", "bank", "direct_debit", "invoice"}
    assert {order.status for order in orders} == set(Status)
    assert orders[0].paid_with == "Mastercard ending in 4444"
    assert len({order.created.date() for order in orders}) == len(SAMPLES)


def test_the_banks_books_agree_with_its_orders(samples: None) -> None:
    """One was paid back, and one is on invoice."""
    paid = Order.objects.exclude(payment="invoice")
    booked = LedgerEntry.objects.all()

    charges = {entry.key: entry.amount for entry in booked.filter(line="charge")}
    assert {order.reference: order.total for order in paid} == charges
    refunds = booked.filter(line="refund").values_list("key", flat=True)
    assert list(refunds) == [order.reference for order in paid.filter(status=Status.CANCELLED)]
    assert not Payment.objects.filter(taken_up_at=None).exists()


def test_it_orders_nothing_again(samples: None) -> None:
    load_demo()

    assert Order.objects.count() == len(SAMPLES)
    assert Payment.objects.count() == len(SAMPLES) - 1


def test_the_shop_stands_at_the_root_of_the_site(shop: None) -> None:
    page = Client().get("/")

    assert page.status_code == 200
    assert [product.slug for product in page.context["products"]] == [
        "harbour-mug",
        "fjord-teapot",
        "dune-bowl",
        "lantern-vase",
    ]


def test_every_product_has_a_picture_and_a_page(
    premises: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "draw", PICTURES)

    load_demo()

    for product in ProductPage.objects.all():
        assert product.image.width == 1280
        assert (
            f'href="/checkout/?item={product.slug}"' in Client().get(product.url).content.decode()
        )


def test_it_can_run_again(shop: None) -> None:
    before = (Page.objects.count(), get_user_model().objects.count(), FlowVersion.objects.count())

    load_demo()

    after = (Page.objects.count(), get_user_model().objects.count(), FlowVersion.objects.count())
    assert after == before


def test_what_editors_changed_stays(shop: None) -> None:
    checkout = the_checkout()
    checkout.title, checkout.slug = "Till", "till"
    checkout.save_revision().publish()
    HomePage.objects.get().get_children().type(ProductPage).first().delete()
    user = get_user_model().objects.get(username="admin")
    user.set_password("another")
    user.save()

    load_demo()

    assert FlowPage.objects.get(slug="till").title == "Till"
    assert FlowPage.objects.count() == 3
    assert ProductPage.objects.count() == 3
    assert get_user_model().objects.get(username="admin").check_password("another")


def test_the_site_follows_the_port(shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")

    load_demo()

    assert Site.objects.get().root_url == "http://127.0.0.1:8123"


def test_its_flows_are_live_in_a_version(shop: None) -> None:
    flows = FlowPage.objects.all()

    assert [flow.slug for flow in flows] == ["checkout", "sign-up", "letters"]
    assert all(flow.live for flow in flows)
    versions = set(FlowVersion.objects.values_list("sha256", flat=True))
    assert versions == {flow.flow_version for flow in flows}
