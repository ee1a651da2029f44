"""Editors place a step that hands its work to workers, and say where it leads when it fails."""

import pytest

from cmsflows.testing import Visitor, flow_page, node_id, step
from tests.journeys.workers import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site_has_workers(settings):
    settings.FLOWS_BACKGROUND = True


@pytest.fixture
def page():
    return flow_page(
        step("test_report", "Report", exits={"error": node_id("Sorry")}),
        step("message", "Thanks"),
        step("message", "Sorry"),
        slug="reports",
    )


def waits(page, *, year):
    visitor = Visitor()
    visitor.opens(page.url)
    visitor.submits(year=year)
    return visitor


def test_what_is_done_leads_on(page):
    visitor = waits(page, year="1999")

    work()
    visitor.opens(visitor.url)

    assert visitor.sees("thanks")


def test_what_fails_leads_where_the_editor_said(page):
    visitor = waits(page, year="bad")

    work()
    visitor.opens(visitor.url)

    assert visitor.sees("sorry")


def test_the_visitor_may_be_where_the_page_has_moved(page):
    """Its run knows it by its id."""
    visitor = waits(page, year="1999")
    page.slug = "reports-of-today"
    page.save()

    work()
    visitor.opens(visitor.url.replace("/reports/", "/reports-of-today/"))

    assert visitor.sees("thanks")


def test_a_run_of_a_page_that_is_gone_is_no_mistake(page, caplog):
    waits(page, year="1999")
    page.delete()

    work()

    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
