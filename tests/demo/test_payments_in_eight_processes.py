"""Eight processes at once, and processes that die: as many orders stand as charges do."""

import json
import os
import time
from datetime import timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.loading import default_store
from cmsflows.testing.processes import in_processes
from demo.orders import Order, Status
from flow_blocks.models.payment import Payment
from standin import conf, signing
from standin.line import clear_up, make_trouble
from standin.models import Delivery, LedgerEntry, Weather
from tests.demo.test_checkout import CARD, chooses, chooses_direct_debit, goes_on_as_a_guest
from tests.fixtures.stores import MODULES, chosen
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SENT = "CMSFLOWS_TEST_SENT"
"""The environment variable that names the file in which stands what the processes send."""

Role = dict[str, Any]
"""What one process does. `Any`: JSON."""

BEFORE, AFTER = "before", "after"

DEATHS = (
    ("flow_blocks.payments.intents:_made", AFTER),
    ("standin.provider:StandInProvider.start", AFTER),
    ("flow_blocks.payments.step:count", BEFORE),
    ("demo.flow_blocks:place_order", AFTER),
    ("flow_blocks.payments.step:count", AFTER),
)
"""Where a process dies that has a visitor's account charged."""

LATE_DEATHS = (
    ("flow_blocks.payments.standing:tell", BEFORE),
    ("flow_blocks.payments.step:count", BEFORE),
    ("demo.flow_blocks:place_order", AFTER),
    ("flow_blocks.payments.step:count", AFTER),
)
"""Where one dies that hears that a visitor has paid at the bank."""


@pytest.fixture(autouse=True)
def _shared(settings: Any) -> None:
    if chosen() == "memory":
        pytest.xfail("Memory is one process's own.")
    settings.FLOWS_COMMIT_LEASE = 5


@pytest.fixture
def visitor(shop: None) -> Visitor:
    """Somebody about to choose how to pay."""
    visitor = Visitor()
    visitor.opens("/checkout/")
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    return visitor


@pytest.fixture
def way_back(visitor: Visitor) -> str:
    """The page of a visitor who is at the bank, and has paid there."""
    visitor.follows("Card")
    visitor.submits()
    visitor.submits()
    visitor.submits(**CARD)
    return Payment.objects.get().way_back


def at_once(tmp_path: Path, *roles: Role) -> list[Any]:
    """What each process is answered. `Any`: the status, or a word."""
    file = tmp_path / "sent.json"
    file.write_text(json.dumps(roles))
    os.environ[SENT] = str(file)
    return in_processes(play, store=MODULES[chosen()], workers=len(roles))


def play(store: VersionedStateStore, number: int) -> Any:
    """What one process does, and what became of it. `Any`: see `at_once`."""
    role = json.loads(Path(os.environ[SENT]).read_text())[number]
    assert default_store() is store
    if "dies" not in role:
        return act(role)
    process = os.fork()
    if process:
        os.waitpid(process, 0)
        return "died"
    try:
        die(*role["dies"])
        act(role)
    finally:
        os._exit(9)


def act(role: Role) -> Any:
    """Send what the role says. `Any`: see `at_once`."""
    with override_settings(ROOT_URLCONF="demo.urls", FLOWS_BASE_TEMPLATE="demo/base.html"):
        if "command" in role:
            return call_command(role["command"], stdout=StringIO())
        client = Client(raise_request_exception=False, headers=role.get("headers"))
        client.cookies.load(role["cookies"])
        how = {"content_type": "text/plain"} if "headers" in role else {}
        return client.post(role["url"], role["data"], **how).status_code


def die(where: str, when: str) -> None:
    """Let this process die at a call: nothing is rolled back or closed, as with kill -9."""
    module, _, names = where.partition(":")
    *path, name = names.split(".")
    owner: Any = import_module(module)
    for each in path:
        owner = getattr(owner, each)
    real = getattr(owner, name)

    def last(*args: Any, **kwargs: Any) -> None:
        if when == AFTER:
            real(*args, **kwargs)
        os._exit(9)

    setattr(owner, name, last)


def form(visitor: Visitor, **data: str) -> Role:
    """The form of the visitor's page, as this browser sends it."""
    cookies = {name: each.value for name, each in visitor.client.cookies.items()}
    url = visitor.form.action or visitor.url
    return {"url": url, "data": {**visitor.form.hidden, **data}, "cookies": cookies}


def webhook() -> Role:
    """The newest that the bank sends."""
    body = Delivery.objects.latest("pk").payload
    signature = signing.sign(body.encode(), secret=conf.secret())
    url = "/flows/payments/webhook/standin/"
    return {"url": url, "data": body, "cookies": {}, "headers": {signing.HEADER: signature}}


SETTLES: Role = {"command": "settle_payments"}


def lets_time_go_by() -> None:
    """As long as nobody is in anybody's way any more; the line is good again."""
    clear_up()
    for _number in range(3):
        Payment.objects.update(updated=timezone.now() - timedelta(minutes=5))
        call_command("settle_payments")


def charges() -> int:
    lines = list(LedgerEntry.objects.values_list("line", flat=True))
    return lines.count("charge") - lines.count("refund")


def orders() -> int:
    return Order.objects.exclude(status=Status.CANCELLED).count()


@pytest.mark.parametrize("percent", [0, 40])
def test_eight_who_press_pay_make_one_order(visitor: Visitor, tmp_path: Path, percent: int) -> None:
    """The account is charged at once; of every five answers two are lost."""
    chooses_direct_debit(visitor)
    make_trouble(Weather.Loses.ANSWER, percent=percent)

    at_once(tmp_path, *[form(visitor)] * 8)
    time.sleep(5 * bool(percent))
    lets_time_go_by()

    assert (orders(), charges()) == (1, 1)


@pytest.mark.parametrize("does", ["", "_give_up", "_cancel"])
def test_all_who_can_tell_tell_at_once(
    way_back: str, visitor: Visitor, tmp_path: Path, does: str
) -> None:
    """B59: the visitor is back, in two tabs, and asks, or would rather not; the bank calls, twice;
    the command runs, twice."""
    Payment.objects.update(updated=timezone.now() - timedelta(minutes=5))
    tab = visitor.twin()
    tab.opens(way_back)
    make_trouble(Weather.Loses.ANSWER, percent=30)
    thinks_better = form(tab, **{does: "1"}) if does else form(tab, _settle="1")

    at_once(
        tmp_path,
        *[form(visitor), webhook(), SETTLES, thinks_better] * 2,
    )
    time.sleep(5)
    lets_time_go_by()

    assert orders() == charges()
    assert charges() == 1 or does == "_cancel"
    assert Order.objects.count() <= 1


@pytest.mark.parametrize(("where", "when"), DEATHS)
@pytest.mark.parametrize("then", ["settle", "cancel", "pay"])
def test_a_process_that_dies_while_it_charges_takes_nothing_with_it(
    visitor: Visitor, tmp_path: Path, where: str, when: str, then: str, settings: Any
) -> None:
    settings.FLOWS_COMMIT_LEASE = 0.2
    chooses_direct_debit(visitor)
    tab = visitor.twin()

    died = at_once(tmp_path, {**form(visitor), "dies": [where, when]})
    time.sleep(0.2)
    if then == "settle":
        lets_time_go_by()
    if then == "pay":
        tab.submits()
    if then == "cancel":
        visitor.opens(visitor.url)
        visitor.submits(_cancel="1")
    lets_time_go_by()

    assert died == ["died"]
    assert orders() == charges() <= 1
    assert charges() == 1 or then == "cancel" or "_made" in where


@pytest.mark.parametrize(("where", "when"), LATE_DEATHS)
@pytest.mark.parametrize("then", ["settle", "come back", "cancel"])
def test_a_process_that_dies_while_it_hears_takes_nothing_with_it(
    way_back: str, visitor: Visitor, tmp_path: Path, where: str, when: str, then: str
) -> None:
    """B59"""
    died = at_once(tmp_path, {**webhook(), "dies": [where, when]})
    if then == "come back":
        visitor.submits()
    if then == "cancel":
        visitor.opens(way_back)
        visitor.submits(_cancel="1")
    lets_time_go_by()

    assert died == ["died"]
    assert (orders(), charges()) == (1, 1)
