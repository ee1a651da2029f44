"""Compares what was answered and what is stored with what the reference model says."""

from typing import Any

from django.http import HttpResponse

from cmsflows.engine.task import Task, TaskStatus
from tests.model.reference import Reference
from tests.model.run import Run
from tests.model.shown import Address, Shown
from tests.model.steps import STEPS
from tests.model.values import Page, Visit

TEMPLATES = {
    "done": "cmsflows/done.html",
    "cancelled": "cmsflows/cancelled.html",
    "expired": "cmsflows/expired.html",
    "unsettled": "cmsflows/unsettled.html",
}
STATUSES = {"expired": 410, "missing": 404}


def compare_page(page: Page, response: HttpResponse) -> None:
    """Is this the page, if not yet what stands on it?"""
    assert response.status_code == STATUSES.get(page.kind, 200), page
    if page.kind in TEMPLATES:
        assert response.templates[0].name == TEMPLATES[page.kind], page


def compare_step(page: Page, response: HttpResponse, state: dict[str, str]) -> None:
    """Is it the step, with what must stand on it?"""
    shown: Any = response.context  # Django's test client adds it, of variables of all kinds
    form, notice = shown["form"], str(shown["notice"])
    text = form[STEPS[page.step].field].value() or ""
    assert shown["node"].slug == page.step
    assert text in page.texts, f"{text!r} stands in the field, not one of {page.texts}."
    assert bool(form.errors) == page.has_errors
    assert notice.startswith(page.notice)
    assert bool(notice) == bool(page.notice), f"It says {notice!r}."
    assert shown["action"].state == state


def compare_ways_on(shown: Shown, run: Reference) -> None:
    """Does its form name the visit, and its link back lead where it must?"""
    page = shown.page
    assert shown.hidden["_pos"].startswith(f"{page.number}.")
    assert bool(shown.back) == bool(page.back), f"{shown.back!r} leads back, not {page.back}."
    if page.back:
        address = Address(shown.back)
        there = run.look(address.step, address.at)
        assert (there.step, there.number, there.is_again) == (*page.back, True)


def compare_task(task: Task, run: Run, state: dict[str, str]) -> None:
    """Does the record say what the model says?"""
    assert task.status.value == run.status
    if task.status is not TaskStatus.RUNNING:
        assert (task.visits, task.state(), task.answers) == ((), {}, {})
        return
    path = [(each.seq, _step(each.node), dict(each.answers.values)) for each in task.path]
    assert path == [(each.number, each.step.name, _posted(each)) for each in run.path]
    assert (task.position.seq, _step(task.position.node)) == (run.number, run.step.name)
    assert task.state() == state
    assert bool(task.claim) == bool(run.claim)


def _step(node: str) -> str:
    return node.rpartition("/")[2]


def _posted(visit: Visit) -> dict[str, list[str]]:
    """What a visit keeps of its form."""
    return {} if visit.is_left else {visit.step.field: [visit.answers.text]}
