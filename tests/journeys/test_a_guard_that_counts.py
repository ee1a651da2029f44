"""A guard that counts is asked when a form is sent, and its word is the last."""

import pytest

from cmsflows import Action, Precondition, Scaffold
from cmsflows.engine.transitions import Linear
from cmsflows.models import StoredTask
from tests.shop.effects import Pay

pytestmark = pytest.mark.django_db


class Full(Precondition):
    """Lets everybody look, and nobody in."""

    message = "All seats are taken."

    def __init__(self, asked):
        self.asked = asked

    def is_met(self, component):
        return True

    def admits(self, component):
        self.asked.append(component.walk.task_id)
        return False


def flow(guard, *steps, guarded=Action):
    last = type("Last", (guarded,), {"preconditions": [guard], "exits": {"aside": "Not now"}})
    return type("Flow", (Scaffold,), {"action_set": [*steps, last], "transition": Linear})


class Welcome(Action):
    pass


def test_it_is_not_asked_of_who_only_looks(enter):
    guard = Full([])

    visitor = enter(flow(guard))

    assert visitor.sees("last")
    assert guard.asked == []


def test_a_first_form_that_it_turns_down_leaves_nothing(enter):
    guard = Full([])
    visitor = enter(flow(guard))

    answer = visitor.submits()

    assert answer.status_code == 409
    assert "All seats are taken." in visitor.text
    assert not StoredTask.objects.exists()
    assert len(guard.asked) == 1
    assert guard.asked[0]


def test_a_later_form_that_it_turns_down_changes_nothing(enter):
    guard = Full([])
    visitor = enter(flow(guard, Welcome))
    visitor.submits()
    before = StoredTask.objects.values().get()

    answers = [visitor.submits(_exit="aside").status_code]

    assert answers == [409]
    assert StoredTask.objects.values().get() == before
    assert guard.asked == [before["task_id"]]


def test_what_it_turns_down_has_no_effect(enter):
    guard = Full([])
    visitor = enter(flow(guard, Welcome, guarded=Pay))
    visitor.submits()

    answer = visitor.submits(item="hat")

    assert answer.status_code == 409
    assert StoredTask.objects.get().version == 1
