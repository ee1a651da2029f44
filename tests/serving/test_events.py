"""What happens to tasks is told: to receivers and in the log, and never with an answer."""

import logging

import pytest
from django.dispatch import Signal

from cmsflows import signals
from cmsflows.serving.events import tell
from cmsflows.testing import Visitor
from tests.journeys.in_code import serve
from tests.journeys.test_committing import Item, ItemForm, Second, Thanks, flow
from tests.shop.effects import LEDGER, Pay, PayAndSettle, PayOutside, do

pytestmark = pytest.mark.django_db

SECRET = "a kettle of my own"


@pytest.fixture
def told(caplog, settings, tmp_path, monkeypatch):
    """The events of the log, by name, in order."""
    monkeypatch.setenv(LEDGER, str(tmp_path / "effects"))
    monkeypatch.setattr(ItemForm, "sold_out", set())
    caplog.set_level(logging.INFO, "cmsflows.events")

    def told():
        return [each.event for each in caplog.records if each.name == "cmsflows.events"]

    return told


def begun(settings, *steps):
    handler = serve(settings, flow(*steps))
    visitor = Visitor()
    visitor.opens(handler.flow_entry_link(handler.entry_points[0]))
    visitor.submits(item=SECRET)
    return visitor


def test_a_walk_is_told_step_by_step(told, settings):
    visitor = begun(settings, Item, Pay, Thanks)

    visitor.submits(card="declined")
    visitor.submits(card="1")
    visitor.submits()

    assert told() == [
        "task_started",
        "step_completed",
        "step_completed",
        "step_committed",
        "step_completed",
        "task_completed",
    ]


def test_what_goes_wrong_is_told(told, settings):
    visitor = begun(settings, Item, Second, Thanks)
    tab = visitor.twin()

    visitor.submits(item="")
    visitor.submits(item="red")
    tab.submits(item="red")
    tab.submits(item="x", _pos="7." + "0" * 32)
    visitor.goes_back()
    visitor.submits(item="blue")
    visitor.submits(_cancel="1")

    assert told()[2:] == [
        "step_invalid",
        "step_completed",
        "step_replayed",
        "form_stale",
        "step_rewound",
        "step_completed",
        "task_cancelled",
    ]


def test_answers_that_are_wrong_now_are_told(told, settings):
    visitor = begun(settings, Item, Pay, Thanks)
    ItemForm.sold_out.add(SECRET)

    visitor.submits(card="1")

    assert told()[2:] == ["step_asked_again"]


def test_what_is_in_doubt_and_found_out_is_told(told, settings):
    visitor = begun(settings, Item, PayAndSettle, Thanks)

    with pytest.raises(OSError, match="the line is dead"):
        visitor.submits(card="1")
    visitor.submits(card="1")

    assert told()[2:] == [
        "step_in_doubt",
        "step_settled",
        "step_completed",
        "step_committed",
        "step_replayed",
    ]


def test_what_is_outside_is_told(told, settings):
    visitor = begun(settings, Item, PayOutside, Thanks)
    here = visitor.twin()

    there = visitor.submits(card="1")
    do(f"declined {there.url.removeprefix('https://pay.example/')}")
    here.opens(here.url)
    here.submits(_settle="1")

    assert told()[2:] == ["step_outside", "step_settled"]


def test_no_answer_is_ever_told(told, settings, caplog):
    visitor = begun(settings, Item, Second, Thanks)
    visitor.submits(item=f"{SECRET}, in red")
    visitor.goes_back()
    visitor.submits(item=f"{SECRET}, in blue")

    assert told()
    assert not [each for each in caplog.records if SECRET in str(vars(each))]


def test_a_receiver_hears_it_and_one_that_fails_troubles_nobody(settings, told, caplog):
    heard = []

    def listens(sender, task_id, node, **known):
        heard.append((task_id, node, sorted(known)))

    def fails(sender, **known):
        raise ValueError("my own business")

    signals.step_completed.connect(fails)
    signals.step_completed.connect(listens)
    try:
        visitor = begun(settings, Item, Thanks)
    finally:
        signals.step_completed.disconnect(fails)
        signals.step_completed.disconnect(listens)

    assert visitor.sees("thanks")
    assert [(node, known) for _id, node, known in heard] == [
        ("flow/item", ["flow", "request", "signal"])
    ]
    assert "my own business" in caplog.text


def test_every_signal_has_a_name():
    named = {name: each for name, each in vars(signals).items() if isinstance(each, Signal)}

    assert {signals.name_of(each) for each in named.values()} == set(named)


def test_what_needs_somebody_is_an_error(caplog):
    caplog.set_level(logging.INFO, "cmsflows.events")

    tell(signals.step_in_doubt, request=None, task_id="t", flow="f", node="n")

    (record,) = caplog.records
    assert (record.levelname, record.event, record.node) == ("ERROR", "step_in_doubt", "n")
    assert record.getMessage() == "step_in_doubt: task t of f"
