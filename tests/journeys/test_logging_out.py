"""Logging out by a step of the flow: the run goes on in this browser, as nobody's."""

import pytest
from django.contrib.auth import logout
from django.test import Client

from cmsflows import Action
from tests.journeys.records import record_of, task_of
from tests.journeys.test_committing import Item, Second, Thanks, flow
from tests.journeys.test_logging_in import LogIn, mary, thief_of  # noqa: F401  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]


class LogOut(Action):
    """The site's own log-out, within the flow."""

    def form_valid(self, form):
        logout(self.request)
        return super().form_valid(form)


@pytest.fixture
def visitor(enter, mary):  # noqa: F811  # the fixture
    """Logged in by the flow, and about to log out."""
    visitor = enter(flow(Item, LogIn, LogOut, Second, Thanks))
    visitor.submits(item="kettle")
    visitor.submits()
    assert task_of(visitor).owner == str(mary.pk)
    return visitor


def test_the_run_goes_on_with_all_answers(visitor):
    visitor.submits()

    assert visitor.sees("second")
    assert task_of(visitor).owner == ""
    assert task_of(visitor).state() == {"item": "kettle"}


def test_a_session_from_before_opens_it_no_more(visitor):
    thief = thief_of(visitor)
    could = thief.get(visitor.url).status_code

    visitor.submits()

    assert could == 200
    assert thief.get(visitor.url).status_code == 404


def test_the_former_owner_cannot_take_it_up_elsewhere(visitor, mary, settings):  # noqa: F811
    settings.FLOWS_OWNER_MAY_RESUME = True
    elsewhere = Client()
    elsewhere.force_login(mary)
    could = elsewhere.get(visitor.url).status_code

    visitor.submits()

    assert could == 200
    assert elsewhere.get(visitor.url).status_code == 404


def test_logging_out_elsewhere_on_the_site_still_closes_it(visitor):
    """B24: only who logs out within a run says that it shall go on."""
    before = record_of(visitor)

    visitor.client.logout()

    assert visitor.client.get(visitor.url).status_code == 404
    assert visitor.client.post(visitor.url, visitor.form.hidden).status_code == 404
    assert record_of(visitor) == before
