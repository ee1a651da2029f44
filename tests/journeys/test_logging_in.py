"""Logging in half way keeps the run, gives it to its owner, and takes it from everybody else."""

import re

import pytest
from django.test import Client

from cmsflows import Action
from cmsflows.engine.task import TaskStatus
from cmsflows.testing import Visitor, flow_page, step
from tests.journeys.records import record_of, task_of
from tests.journeys.test_committing import Item, Second, Thanks, flow

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]

SIGNED_COOKIES = "django.contrib.sessions.backends.signed_cookies"
DATABASE = "django.contrib.sessions.backends.db"


@pytest.fixture
def mary(django_user_model):
    return django_user_model.objects.create_user("mary", password="secret")


class LogIn(Action):
    """The site's own log-in, within the flow."""

    def form_valid(self, form):
        from django.contrib.auth import get_user_model, login

        login(self.request, get_user_model().objects.get(username="mary"))
        return super().form_valid(form)


def thief_of(visitor):
    """Somebody who has come by the visitor's cookies as they are now."""
    client = Client()
    client.cookies.load({name: each.value for name, each in visitor.client.cookies.items()})
    return client


@pytest.mark.parametrize("engine", [DATABASE, SIGNED_COOKIES])
def test_a_cookie_from_before_the_log_in_opens_nothing_after_it(enter, settings, mary, engine):
    """B23: by a step of the flow."""
    settings.SESSION_ENGINE = engine
    visitor = enter(flow(Item, LogIn, Second, Thanks))
    visitor.submits(item="kettle")
    thief = thief_of(visitor)
    could = thief.get(visitor.url).status_code

    visitor.submits()

    assert could == 200
    assert visitor.sees("second")
    assert thief.get(visitor.url).status_code == 404
    assert thief.post(visitor.url, visitor.form.hidden).status_code == 404


@pytest.mark.parametrize("engine", [DATABASE, SIGNED_COOKIES])
def test_a_log_in_elsewhere_on_the_site_claims_the_run_at_once(enter, settings, mary, engine):
    """B23: before anything is posted to the flow."""
    settings.SESSION_ENGINE = engine
    visitor = enter(flow(Item, Second, Thanks))
    visitor.submits(item="kettle")
    thief = thief_of(visitor)

    answer = visitor.client.post(
        "/admin/login/", {"username": "mary", "password": "secret", "next": "/"}
    )

    assert answer.status_code in (200, 302)
    assert task_of(visitor).owner == (str(mary.pk) if answer.status_code == 302 else "")
    assert thief.get(visitor.url).status_code == 404
    assert visitor.client.get(visitor.url).status_code == 200


def test_all_answers_are_there_after_the_log_in(enter, mary):
    """B22"""
    visitor = enter(flow(Item, LogIn, Second, Thanks))
    visitor.submits(item="kettle")

    visitor.submits()

    assert task_of(visitor).state() == {"item": "kettle"}
    assert task_of(visitor).owner == str(mary.pk)


def test_the_next_user_of_a_browser_finds_nothing(enter, mary, django_user_model):
    """B24"""
    visitor = enter(flow(Item, LogIn, Second, Thanks))
    visitor.submits(item="kettle")
    visitor.submits()
    before = record_of(visitor)

    visitor.client.logout()
    visitor.client.force_login(django_user_model.objects.create_user("paul"))

    assert visitor.client.get(visitor.url).status_code == 404
    assert visitor.client.post(visitor.url, visitor.form.hidden).status_code == 404
    assert record_of(visitor) == before


@pytest.fixture
def strict():
    """A visitor whose forms are checked for forgery."""
    return Visitor(Client(enforce_csrf_checks=True))


def begun(visitor, url):
    visitor.opens(url)
    visitor.submits(item="kettle")
    return visitor


@pytest.mark.parametrize("kind", ["code", "page", "page met before"])
def test_a_form_opened_before_a_log_in_is_shown_again_filled_in(
    enter, settings, mary, strict, kind
):
    """B64"""
    if kind == "code":
        enter(flow(Item, Second, Thanks))
        url, name = "/shop/flow/", "item"
    else:
        flow_page(step("test_item", "One"), step("test_item", "Two"), step("test_note", "End"))
        url, name = "/checkout/", "item"
    visitor = begun(strict, url)
    if kind == "page":
        from cmsflows.cms import fastpath

        fastpath.forget()
    tab = visitor.twin()
    log_in_elsewhere(visitor.client)

    again = tab.submits(item="a pot of my own")
    accepted = tab.submits(item=tab.page.context["form"]["item"].value())

    assert again.status_code == 200
    assert again.context["form"]["item"].value() == "a pot of my own"
    assert "Please send it once more." in again.content.decode()
    assert accepted.status_code == 200
    assert task_of(tab).state()[name] == "a pot of my own"


def test_a_first_form_opened_before_a_log_in_is_shown_again_too(enter, mary, strict):
    """B64"""
    enter(flow(Item, Second, Thanks))
    strict.opens("/shop/flow/")
    log_in_elsewhere(strict.client)

    again = strict.submits(item="a pot of my own")
    strict.submits(item="a pot of my own")

    assert (again.status_code, again.context["form"]["item"].value()) == (200, "a pot of my own")
    assert strict.sees("second")


def test_a_form_from_another_site_is_turned_down(enter, strict):
    """B64: shown again is only what may have been ours."""
    enter(flow(Item, Second, Thanks))
    visitor = begun(strict, "/shop/flow/")

    answer = visitor.client.post(
        visitor.form.action, visitor.form.hidden, headers={"Origin": "https://evil.example"}
    )

    assert answer.status_code == 403
    assert b"kettle" not in answer.content


def test_a_form_without_a_token_saves_nothing(enter, strict):
    enter(flow(Item, Second, Thanks))
    visitor = begun(strict, "/shop/flow/")
    before = record_of(visitor)
    hidden = {k: v for k, v in visitor.form.hidden.items() if k != "csrfmiddlewaretoken"}

    visitor.client.post(visitor.form.action, {**hidden, "item": "pot", "_cancel": "1"})

    assert record_of(visitor) == before
    assert task_of(visitor).status is TaskStatus.RUNNING


def test_other_forms_of_the_site_are_turned_down_as_ever(strict):
    answer = strict.client.post("/admin/login/", {"username": "mary"})

    assert answer.status_code == 403


def log_in_elsewhere(client):
    """Log in on another page of the site, in the same browser, as a person would."""
    page = client.get("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    client.post(
        "/admin/login/",
        {"username": "mary", "password": "secret", "csrfmiddlewaretoken": token},
    )
