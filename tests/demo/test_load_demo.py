"""`load_demo` fills an empty shop, and leaves alone what it finds there."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page, Site

from cmsflows.models import FlowPage, FlowVersion
from demo.content import pages
from demo.pages import HomePage, ProductPage
from tests.demo.conftest import PICTURES, load_demo

pytestmark = pytest.mark.django_db


def test_it_says_where_to_look(premises: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")

    printed = load_demo()

    assert "http://127.0.0.1:8123/checkout/\n" in printed
    assert "admin / admin" in printed
    assert "marketing / marketing" in printed


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
    checkout = FlowPage.objects.get()
    checkout.title = "Till"
    checkout.save_revision().publish()
    HomePage.objects.get().get_children().type(ProductPage).first().delete()
    user = get_user_model().objects.get(username="admin")
    user.set_password("another")
    user.save()

    load_demo()

    assert FlowPage.objects.get().title == "Till"
    assert ProductPage.objects.count() == 3
    assert get_user_model().objects.get(username="admin").check_password("another")


def test_the_site_follows_the_port(shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")

    load_demo()

    assert Site.objects.get().root_url == "http://127.0.0.1:8123"


def test_the_checkout_is_live_in_a_version(shop: None) -> None:
    checkout = FlowPage.objects.get()

    assert checkout.live
    assert FlowVersion.objects.get().sha256 == checkout.flow_version
