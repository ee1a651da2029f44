"""Saving answers: lines of steps and of entries, and one row for one key."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.forms.utils import pretty_name

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.task import Visit, VisitStatus
from flow_blocks.answers.answered import AnsweredStep
from flow_blocks.answers.saving import (
    LONGEST,
    Line,
    Run,
    lines_of_entries,
    lines_of_steps,
    save_once,
)
from flow_blocks.answers.told import Told
from flow_blocks.models import SavedAnswers

STEP = ActionNode(id="you", key="contact_details", title="You")
VISIT = Visit(seq=0, node="you", opened="you", status=VisitStatus.DONE)


def steps(*answers: Told) -> list[AnsweredStep]:
    return [AnsweredStep(STEP, VISIT, answers)]


def run(**values: Any) -> Run:
    """`Any`: fields of all kinds."""
    lines = tuple(lines_of_steps(steps(Told("Name", "Ada", name="name"))))
    usual = {"key": "key", "title": "News", "flow": "page:1", "flow_title": "News", "lines": lines}
    return Run(**{**usual, **values})


def test_a_line_has_its_step_and_its_label() -> None:
    (line,) = lines_of_steps(steps(Told("Name", "Ada", name="name")))

    assert line == Line(step="you", title="You", name="name", label="Name", value="Ada")


def test_what_is_huge_is_cut_off_and_what_no_database_keeps_goes() -> None:
    """Names of inputs come from outside as much as their values."""
    (line,) = lines_of_steps(steps(Told(pretty_name("a\0b"), "x\0" + "y" * 1_000_000, name="a\0b")))

    assert (line.name, line.label) == ("ab", "Ab")
    assert line.value == "x" + "y" * (LONGEST - 2)


def test_an_entry_is_written_as_people_read_it() -> None:
    state = {
        "name": "Ada",
        "born": date(1815, 12, 10),
        "billing": {"address": {"city": "Ulm", "line_2": ""}},
        "token": object(),
    }

    lines = lines_of_entries(state, ["name", "born", "billing", "token", "nothing"])

    assert [(line.label, line.value) for line in lines] == [
        ("Name", "Ada"),
        ("Born", "Dec. 10, 1815"),
        ("Billing – address – city", "Ulm"),
    ]


@pytest.mark.django_db
def test_nothing_answered_is_saved_as_nothing() -> None:
    row = save_once(run(lines=()))

    assert (row.lines, row.text) == ([], "")


@pytest.mark.django_db
def test_long_titles_fit() -> None:
    """An import need not have kept to the editor's limits."""
    row = save_once(run(title="x" * 500, flow="y" * 500, flow_title="z" * 500))

    assert (len(row.title), len(row.flow), len(row.flow_title)) == (100, 255, 255)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_save_one_row() -> None:
    rows: list[int] = []

    def save() -> None:
        rows.append(save_once(run()).pk)
        connections.close_all()

    threads = [threading.Thread(target=save) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(rows) == 8
    assert set(rows) == {SavedAnswers.objects.get().pk}
