"""A visitor's own page of saved payment methods."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from flow_blocks.models import PaymentMethod
from tests.flow_blocks.saved import PAST, card, credit, paypal, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Any:
    return somebody("ada")


@pytest.fixture
def browser_of_ada(ada: Any) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def url() -> str:
    return reverse("flow_blocks:payment_methods")


def test_it_lists_ones_own(browser_of_ada: Client, ada: Any) -> None:
    card(ada), card(ada, last4="1111", expires=PAST), paypal(ada), credit(ada)
    card(somebody("eve"), last4="6666")

    text = browser_of_ada.get(url()).content.decode()

    assert "Visa ending in 4242, expires 04/2099" in text
    assert "Visa ending in 1111, expired 04/2020" in text
    assert "PayPal (ada@example.com)" in text
    assert "Store credit, 5.00 left" in text
    assert "6666" not in text
    assert "tok_secret" not in text


def test_who_has_none_reads_so(browser_of_ada: Client) -> None:
    assert "You have no saved payment methods." in browser_of_ada.get(url()).content.decode()


def test_nobody_keeps_a_copy_of_it(browser_of_ada: Client) -> None:
    assert browser_of_ada.get(url()).headers["Cache-Control"] == "private, no-store"


def test_guests_are_asked_to_log_in(settings: Any) -> None:
    settings.LOGIN_URL = "/log-in/"
    visa = card(somebody("eve"))

    answers = [Client().get(url()), Client().post(url(), {"remove": visa.pk})]

    assert [each.headers["Location"] for each in answers] == [f"/log-in/?next={url()}"] * 2
    assert PaymentMethod.objects.exists()


def test_one_is_removed(browser_of_ada: Client, ada: Any) -> None:
    visa, hers = card(ada), paypal(ada)

    answer = browser_of_ada.post(url(), {"remove": visa.pk})
    text = browser_of_ada.get(url()).content.decode()

    assert (answer.status_code, answer.headers["Location"]) == (303, url())
    assert "Visa ending in 4242, expires 04/2099 was removed." in text
    assert list(PaymentMethod.objects.all()) == [hers]


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 5000, "1\0"])
def test_what_is_not_there_cannot_be_removed(browser_of_ada: Client, ada: Any, key: str) -> None:
    card(ada)

    answer = browser_of_ada.post(url(), {"remove": key}, follow=True)

    assert "That payment method is no longer there." in answer.content.decode()
    assert PaymentMethod.objects.count() == 1


def test_somebody_elses_is_as_unknown_as_one_that_is_gone(browser_of_ada: Client) -> None:
    hers = card(somebody("eve"))

    answer = browser_of_ada.post(url(), {"remove": hers.pk}, follow=True)

    assert "That payment method is no longer there." in answer.content.decode()
    assert PaymentMethod.objects.exists()


def test_looking_removes_nothing(browser_of_ada: Client, ada: Any) -> None:
    visa = card(ada)

    browser_of_ada.get(url(), {"remove": visa.pk})

    assert PaymentMethod.objects.exists()


def test_another_site_cannot_send_the_form(ada: Any) -> None:
    visa = card(ada)
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)

    answer = client.post(url(), {"remove": visa.pk})

    assert answer.status_code == 403
    assert PaymentMethod.objects.exists()


def test_the_providers_words_are_text(browser_of_ada: Client, ada: Any, hostile: str) -> None:
    card(ada, brand=hostile)

    assert "<script>alert" not in browser_of_ada.get(url()).content.decode()
