"""Whoever waits for a step that is under way is led on when it is done."""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cmsflows import Linear, Scaffold
from cmsflows.engine.task import Claim, Task
from cmsflows.statestore.loading import default_store
from cmsflows.statestore.records import to_record
from tests.journeys.in_a_browser import (
    Item,
    Thanks,
    enters,
    heading,
    presses,
    stored_task,
    writes,
)
from tests.shop.effects import PayAndSettle, do

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Shop(Scaffold):
    action_set = [Item, PayAndSettle, Thanks]
    transition = Linear


@pytest.fixture
def waiting(page: "Page", live_server: "LiveServer", settings: Any, tmp_path: Path) -> "Page":
    """The page that says so, of a step which somebody else has claimed."""
    page.clock.install()
    enters(page, live_server, settings, Shop)
    writes(page, "kettle")
    task = the_task(page)
    keep(replace(task, claim=Claim(task.position.node, "", time.time() + 60)))
    page.reload()
    return page


def the_task(page: "Page") -> Task:
    task = stored_task(page)
    assert task
    return task


def keep(task: Task) -> None:
    stored = default_store().load(task.id)
    assert stored
    assert default_store().replace(task.id, to_record(task), version=stored.version, lifetime=600)


def time_goes_by(page: "Page") -> None:
    """Long enough for one look, which is waited for."""
    with page.expect_response("**/pay-and-settle/**"):
        page.clock.fast_forward(4000)


def test_the_page_stays_as_it_is_while_the_step_is_under_way(waiting: "Page") -> None:
    """Loaded anew every few seconds, it would never be read aloud to its end."""
    waiting.evaluate("window.isTheSame = true")

    time_goes_by(waiting)
    time_goes_by(waiting)

    assert heading(waiting) == "One moment, please"
    assert waiting.evaluate("window.isTheSame")


def test_it_goes_on_once_the_step_is_done(waiting: "Page") -> None:
    keep(replace(the_task(waiting), claim=None))

    time_goes_by(waiting)

    waiting.get_by_role("heading", name="Pay and settle").wait_for()


def test_what_is_in_doubt_can_be_settled_there(waiting: "Page") -> None:
    task = the_task(waiting)
    assert task.claim
    keep(replace(task, claim=replace(task.claim, until=0.0)))
    time_goes_by(waiting)
    waiting.get_by_role("heading", name="We are not sure yet").wait_for()
    do(f"paid {waiting.locator('code').inner_text()}")

    presses(waiting, "Check again")

    assert heading(waiting) == "Thanks"
