"""What the demo's accounts may do: marketing edits and publishes the flows, nothing else."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cmsflows.models import FlowPage
from demo.orders import Order, Payment
from demo.pages import HomePage, ProductPage
from tests.cms.posting import edit
from tests.demo.conftest import the_checkout

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketing(shop: None) -> Client:
    client = Client()
    assert client.login(username="marketing", password="marketing")
    return client


@pytest.fixture
def order() -> Order:
    return Order.objects.create(
        item="Dune bowl",
        quantity=3,
        unit_price=32,
        name="Ada",
        email="ada@example.com",
        payment=Payment.CARD,
    )


def permissions_for(page: Any) -> Any:
    user = get_user_model().objects.get(username="marketing")
    return page.permissions_for_user(user)


def test_marketing_edits_and_publishes_the_checkout(marketing: Client) -> None:
    checkout = the_checkout()

    page = marketing.get(f"/admin/pages/{checkout.pk}/edit/")

    assert page.status_code == 200
    assert permissions_for(checkout).can_publish()


@pytest.mark.parametrize("slug", ["checkout", "sign-up", "letters"])
def test_marketing_publishes_each_flow_as_it_was_loaded(marketing: Client, slug: str) -> None:
    """Whatever `load_demo` writes, the editor's form can be sent with it."""
    loaded = FlowPage.objects.get(slug=slug)

    response = edit(marketing, loaded, publish=True)

    published = FlowPage.objects.get(slug=slug)
    assert response.status_code == 302
    assert published.last_published_at > loaded.last_published_at


def test_marketing_cannot_delete_the_checkout(marketing: Client) -> None:
    checkout = the_checkout()

    one = marketing.post(f"/admin/pages/{checkout.pk}/delete/")
    many = marketing.post(f"/admin/bulk/wagtailcore/page/delete/?id={checkout.pk}")

    assert FlowPage.objects.filter(pk=checkout.pk).exists()
    assert {one.status_code, many.status_code} == {302}


@pytest.mark.parametrize("model", [HomePage, ProductPage])
def test_marketing_leaves_the_other_pages_alone(marketing: Client, model: Any) -> None:
    page = model.objects.first()

    assert not permissions_for(page).can_edit()
    assert not permissions_for(page).can_publish()
    assert not permissions_for(page).can_delete()


@pytest.mark.parametrize(
    "address",
    ["orders/", "users/", "groups/", "settings/", "sites/", "redirects/", "documents/"],
)
def test_marketing_goes_nowhere_else(marketing: Client, address: str) -> None:
    page = marketing.get(f"/admin/{address}")

    assert page.status_code in (302, 404)


def test_orders_are_listed_in_the_admin(shop: None, order: Order) -> None:
    client = Client()
    client.login(username="admin", password="admin")

    page = client.get("/admin/orders/")

    listed = page.content.decode()
    assert "3 × Dune bowl" in listed
    assert "Card" in listed
    assert "96.00" in listed


@pytest.mark.parametrize(("payment", "found"), [("card", 1), ("paypal", 0)])
def test_orders_are_filtered_by_payment(shop: None, order: Order, payment: str, found: int) -> None:
    client = Client()
    client.login(username="admin", password="admin")

    page = client.get(f"/admin/orders/?payment={payment}")

    assert ("3 × Dune bowl" in page.content.decode()) is bool(found)
