"""The staff's desk: in a demo it is open to everybody, and elsewhere it is not there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from standin.models import Delivery, Weather
from tests.standin.conftest import Begin
from tests.standin.payer import books, enters_a_card, standing
from tests.standin.shop import open_shop

PENDING = "4000000000000424"


@pytest.fixture
def desk(db: None, settings: Any) -> Client:
    settings.DEBUG = True
    return Client()


def url(name: str, *args: int) -> str:
    return reverse(f"standin:{name}", args=args)


@pytest.mark.parametrize("name", ["desk", "send_all", "make_trouble", "clear_up"])
@pytest.mark.django_db
def test_there_is_no_desk_outside_a_demo(client: Client, name: str) -> None:
    assert client.get(url(name)).status_code == 404
    assert client.post(url(name)).status_code == 404


def test_nothing_is_settled_or_sent_outside_a_demo(client: Client, begin: Begin) -> None:
    payment = begin()
    enters_a_card(payment, PENDING)
    delivery = Delivery.objects.get()

    answers = [
        client.post(url("settle", payment.pk), {"paid": ""}),
        client.post(url("send", delivery.pk)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert standing(payment) == ("pending", "")


def test_it_shows_what_there_is(desk: Client, begin: Begin) -> None:
    payment = begin(description="<b>Teapot</b>")
    enters_a_card(payment)
    Weather.objects.create(loses="call", left=3)

    text = desk.get(url("desk")).content.decode()

    assert "&lt;b&gt;Teapot&lt;/b&gt;" in text
    assert payment.reference in text
    assert payment.key in text
    assert Delivery.objects.get().event in text
    assert "Any call – The call: nothing is done – 100 % – 3 left" in text


def test_an_empty_desk_says_so(desk: Client) -> None:
    text = desk.get(url("desk")).content.decode()

    assert "Nobody has paid yet." in text
    assert "No money has moved." in text
    assert "There is nothing to tell the shop." in text


@pytest.mark.parametrize(
    ("button", "end", "lines"),
    [("paid", ("paid", ""), ["charge"]), ("declined", ("failed", "declined"), [])],
)
def test_staff_settle_what_is_pending_once(
    desk: Client, begin: Begin, button: str, end: tuple[str, str], lines: list[str]
) -> None:
    payment = begin()
    enters_a_card(payment, PENDING)

    desk.post(url("settle", payment.pk), {button: ""})
    text = desk.post(url("settle", payment.pk), {"paid": ""}, follow=True).content.decode()

    assert standing(payment) == end
    assert books(payment) == lines
    assert f"{payment.reference} was {end[0]} already." in text


def test_what_is_open_is_not_settled(desk: Client, begin: Begin) -> None:
    payment = begin()

    desk.post(url("settle", payment.pk), {"paid": ""})

    assert standing(payment) == ("open", "")


@pytest.mark.parametrize(
    ("button", "said", "calls"),
    [
        ("once", "was answered: 200.", 1),
        ("twice", "was answered: 200 and 200.", 2),
        ("forged", "The forged call was answered: 400.", 1),
    ],
)
def test_staff_send_webhooks(
    desk: Client, begin: Begin, button: str, said: str, calls: int
) -> None:
    with open_shop() as shop:
        enters_a_card(begin(return_url=shop.url, notify_url=f"{shop.url}/notify/"))
        to = url("send", Delivery.objects.get().pk)

        text = desk.post(to, {button: ""}, follow=True).content.decode()

    assert said in text
    assert len(shop.heard) == calls


def test_staff_send_all_that_waits(desk: Client, begin: Begin) -> None:
    with open_shop() as shop:
        for _ in range(2):
            enters_a_card(begin(return_url=shop.url, notify_url=f"{shop.url}/notify/"))

        text = desk.post(url("send_all"), follow=True).content.decode()

    assert "Heard: 2. Not heard: 0." in text


def test_staff_make_trouble_and_end_it(desk: Client) -> None:
    desk.post(url("make_trouble"), {"call": "start", "loses": "answer", "percent": "30"})
    made = list(Weather.objects.values_list("call", "loses", "left", "percent"))
    desk.post(url("clear_up"))

    assert made == [("start", "answer", None, 30)]
    assert not Weather.objects.exists()


@pytest.mark.parametrize("percent", ["101", "-1", "", "much"])
def test_trouble_that_is_none_is_told_why(desk: Client, percent: str) -> None:
    answer = desk.post(url("make_trouble"), {"call": "any", "loses": "call", "percent": percent})

    assert answer.context["form"].errors["percent"]
    assert not Weather.objects.exists()


@pytest.mark.parametrize("name", ["settle", "send"])
def test_nothing_is_done_by_looking(desk: Client, begin: Begin, name: str) -> None:
    payment = begin()

    assert desk.get(url(name, payment.pk)).status_code == 405


def test_a_form_of_another_site_is_refused(settings: Any, db: None) -> None:
    settings.DEBUG = True

    answer = Client(enforce_csrf_checks=True).post(url("clear_up"))

    assert answer.status_code == 403
