"""The checkout of django-flows' description, walked by a visitor over HTTP."""

import pytest
from django.test import Client

from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor
from tests.shop.checkout import checkout, handler

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shop.urls")]

PASSWORD = {"email": "a@example.org", "password": "secret"}
CARD = {"number": "4111", "holder": "A"}
ADDRESS = {"street": "Elm", "since_year": "2020", "since_month": "1", "since_day": "2"}


@pytest.fixture
def visitor():
    visitor = Visitor()
    visitor.opens("/shop/checkout/kettle/")
    return visitor


def walk(visitor, *forms):
    """Send each form in turn; answer the steps that the visitor came by."""
    steps = []
    for form in forms:
        visitor.submits(**form)
        steps.append(visitor.step)
    return steps


def test_looking_at_the_first_step_stores_nothing(visitor):
    """B01"""
    assert visitor.page.status_code == 200
    assert not StoredTask.objects.exists()


def test_the_first_alternatives_lead_to_the_end(visitor):
    steps = walk(visitor, {}, PASSWORD, {}, {})

    assert steps == ["log-in", "saved-method", "confirm-and-pay", "kettle"]
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_the_last_child_of_a_group_lets_the_group_above_choose(visitor):
    """B06: forgot password ends in an explicit log-in; bank transfer bubbles two levels up."""
    walk(visitor, {})

    visitor.submits(_exit="forgot_password")
    steps = [visitor.step, *walk(visitor, {"email": "a@example.org"}, {"code": "1"}, PASSWORD)]

    assert steps == ["enter-email", "enter-code", "reset-password", "log-in"]


def test_every_way_to_pay_is_an_alternative_at_once(visitor):
    walk(visitor, {}, PASSWORD)

    assert {"Credit card", "Bank transfer", "Pay pal"} <= set(visitor.form.links)


@pytest.mark.parametrize(
    ("link", "forms"),
    [
        ("Credit card", [CARD]),
        ("Bank transfer", [{"iban": "DE1"}, ADDRESS]),
        ("Pay pal", [{}]),
    ],
)
def test_each_way_to_pay_leads_to_the_confirmation(visitor, link, forms):
    walk(visitor, {}, PASSWORD)

    visitor.follows(link)
    steps = walk(visitor, *forms)

    assert steps[-1] == "confirm-and-pay"


def test_an_accepted_form_is_answered_with_303(visitor):
    """B05"""
    form = visitor.form

    response = visitor.client.post(form.action, form.hidden)

    assert response.status_code == 303


def test_invalid_data_shows_the_step_again_and_stores_nothing(visitor):
    """B04"""
    walk(visitor, {})
    before = StoredTask.objects.values().get()
    token = visitor.form.hidden["_pos"]

    response = visitor.submits(email="no address")

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"email", "password"}
    assert visitor.form.hidden["_pos"] == token
    assert StoredTask.objects.values().get() == before


def test_an_invalid_first_form_starts_no_task(visitor):
    """B04"""
    walk(visitor, {})
    other = Visitor()
    other.opens("/outlet/checkout/kettle/")
    nonce = other.form.hidden["_start"]

    other.submits(_exit="no such exit")

    assert other.form.hidden["_start"]
    assert nonce != ""
    assert StoredTask.objects.count() == 1


def test_url_arguments_stay_with_the_task(visitor):
    """F25: they are the task's from its start; another item's URL leads back to this task's own."""
    walk(visitor, {})

    visitor.opens(visitor.url.replace("kettle", "teapot"))

    assert visitor.path == "/shop/checkout/kettle/get-user-account/log-in/"


def test_two_mounts_of_a_handler_do_not_share_tasks(visitor):
    """B25, F26"""
    walk(visitor, {})

    response = visitor.opens(visitor.url.replace("/shop/", "/outlet/"))

    assert response.status_code == 404


def test_an_entry_link_brings_state_and_url_arguments():
    """F31"""
    link = handler.flow_entry_link(
        checkout,
        url_kwargs={"item": "pot"},
        initial_state={"user_name": "known"},
        url_queryargs={"campaign": "spring"},
    )
    visitor = Visitor()
    visitor.opens(link)

    walk(visitor, {}, PASSWORD, {})

    assert visitor.path.startswith("/shop/checkout/pot/")
    assert visitor.page.context["action"].state == {
        "user_name": "a@example.org",
        "item": "pot",
        "payment": "saved",
    }


def test_an_entry_link_to_another_namespace():
    """F26, F31"""
    link = handler.flow_entry_link(checkout, url_kwargs={"item": "pot"}, namespace="outlet")

    assert link == "/outlet/checkout/pot/"


def test_a_changed_entry_link_is_refused():
    link = handler.flow_entry_link(
        checkout, url_kwargs={"item": "pot"}, initial_state={"price": 100}
    )

    response = Client().get(link[:-5] + "AAAAA")

    assert response.status_code == 400


def test_a_flow_with_a_return_address_ends_there():
    """B07"""
    link = handler.flow_entry_link(
        checkout, url_kwargs={"item": "pot"}, on_complete_url="/shop/checkout/other/"
    )
    visitor = Visitor()
    visitor.opens(link)

    walk(visitor, {}, PASSWORD, {}, {})

    assert visitor.url == "http://testserver/shop/checkout/other/" or visitor.url == (
        "/shop/checkout/other/"
    )


def test_the_done_page_shows_however_often_it_is_looked_at(visitor):
    """B07, B19: the old step's URL leads there too."""
    walk(visitor, {}, PASSWORD, {})
    last_step = visitor.url
    walk(visitor, {})

    visitor.opens(last_step)

    assert visitor.page.status_code == 200
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_the_end_leaves_nothing_of_what_was_typed(visitor):
    walk(visitor, {}, PASSWORD, {}, {})

    record = StoredTask.objects.get().record

    assert "a@example.org" not in record
    assert '"status":"done"' in record


def test_the_first_form_posted_twice_makes_one_task(visitor):
    """B02, in turn; both answers lead to the second step."""
    form = visitor.form

    answers = [visitor.client.post(form.action, form.hidden) for _ in range(2)]

    assert StoredTask.objects.count() == 1
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.url for answer in answers}) == 1


def test_a_first_form_of_somebody_else_starts_nothing(visitor):
    """The nonce is of no use without the cookie that was set beside it."""
    form = visitor.form

    response = Client().post(form.action, form.hidden)

    assert response.status_code == 200
    assert not StoredTask.objects.exists()


def test_the_graph_is_for_developers_only(visitor, settings):
    """F52"""
    settings.DEBUG = False

    response = visitor.client.get("/shop/checkout/kettle/.flowgraph")

    assert response.status_code == 404
