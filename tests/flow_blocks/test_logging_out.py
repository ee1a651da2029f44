"""Somebody logs out within a flow, and goes on with it in the same browser."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cmsflows.testing import Visitor, flow_page, step
from tests.journeys.records import record_of, task_of

pytestmark = pytest.mark.django_db

SIGNED_COOKIES = "django.contrib.sessions.backends.signed_cookies"
DATABASE = "django.contrib.sessions.backends.db"


@pytest.fixture(params=[DATABASE, SIGNED_COOKIES], ids=["database", "cookies"])
def visitor(request: pytest.FixtureRequest, settings: Any) -> Visitor:
    """Logged in by the flow, and about to log out."""
    settings.SESSION_ENGINE = request.param
    flow_page(
        step("test_item", "Item"),
        step("log_in", "Log in"),
        step("log_out", "Log out"),
        step("test_plan", "Plan"),
        step("test_note", "Thanks"),
    )
    get_user_model().objects.create_user("ada", "ada@example.com", "a difference engine")
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    visitor.submits(username="ada", password="a difference engine")
    assert visitor.step == "log-out"
    return visitor


def copy_of(visitor: Visitor) -> Client:
    """Somebody who has come by the visitor's cookies as they are now."""
    client = Client()
    client.cookies.load({name: each.value for name, each in visitor.client.cookies.items()})
    return client


def test_the_run_goes_on_as_nobodys(visitor: Visitor) -> None:
    owner = task_of(visitor).owner
    is_said = "You are logged in as <strong>ada</strong>." in visitor.text

    visitor.submits()
    landed = visitor.step
    visitor.submits(plan="small")

    assert is_said
    assert landed == "plan"
    assert visitor.sees("thanks")
    assert "_auth_user_id" not in visitor.client.session
    assert owner
    assert task_of(visitor).owner == ""


def test_what_the_account_told_is_forgotten_and_what_was_typed_stays(visitor: Visitor) -> None:
    before = task_of(visitor).state()

    visitor.submits()

    assert before == {"item": "kettle", "name": "ada", "email": "ada@example.com"}
    assert task_of(visitor).state() == {"item": "kettle"}


def test_a_cookie_from_before_opens_nothing_after_it(visitor: Visitor) -> None:
    """B23, the other way round: the session of before is gone, and its secret with it."""
    other = copy_of(visitor)

    visitor.submits()

    assert other.get(visitor.url).status_code == 404
    assert other.post(visitor.url, visitor.form.hidden).status_code == 404


def test_the_former_owner_finds_nothing_elsewhere(visitor: Visitor, settings: Any) -> None:
    settings.FLOWS_OWNER_MAY_RESUME = True
    elsewhere = Client()
    elsewhere.force_login(get_user_model().objects.get())
    could = elsewhere.get(visitor.url).status_code

    visitor.submits()

    assert could == 200
    assert elsewhere.get(visitor.url).status_code == 404


def test_who_came_from_another_browser_goes_on_as_well(visitor: Visitor, settings: Any) -> None:
    settings.FLOWS_OWNER_MAY_RESUME = True
    second = Visitor()
    second.client.force_login(get_user_model().objects.get())
    second.opens(visitor.url)

    second.submits()

    assert second.sees("plan")
    assert visitor.client.get(visitor.url).status_code == 404


def test_who_logs_in_next_owns_it_from_then_on(visitor: Visitor) -> None:
    """B24, but that the first has given it up."""
    visitor.submits()
    visitor.client.force_login(get_user_model().objects.create_user("paul"))

    visitor.submits(plan="small")

    assert visitor.sees("thanks")
    assert task_of(visitor).owner == str(get_user_model().objects.get(username="paul").pk)


def test_other_runs_of_the_former_owner_stay_theirs(visitor: Visitor) -> None:
    other = Visitor(visitor.client)
    other.opens("/checkout/")
    other.submits(item="pot")
    other.submits()
    assert other.step == "log-out"
    before = record_of(other)

    visitor.submits()

    assert other.client.get(other.url).status_code == 404
    assert record_of(other) == before


def test_who_is_not_logged_in_only_goes_on() -> None:
    flow_page(step("test_item", "Item"), step("log_out", "Log out"), step("test_note", "Thanks"))
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")

    is_said = "You are not logged in." in visitor.text
    visitor.submits()

    assert is_said
    assert visitor.sees("thanks")
