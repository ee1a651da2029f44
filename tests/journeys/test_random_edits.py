"""An editor who knows no better changes a sound flow again and again, and tries to publish it in
every way. Whatever is live then, visitors get through, and nobody does so without paying."""

import logging
import os
from contextlib import suppress
from copy import deepcopy
from datetime import timedelta
from io import StringIO
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from cmsflows import COMPLETE, Action, register_action
from cmsflows.cms.blocks.assemble import forget_block
from cmsflows.cms.gate import errors_of
from cmsflows.cms.stored import raw_of
from cmsflows.engine.registry import registry
from cmsflows.models import FlowPage
from cmsflows.testing import Visitor, flow_page, group, step
from cmsflows.testing.trees import home
from tests.cms.posting import edit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EDITS = int(os.environ.get("CMSFLOWS_RANDOM_EDITS", "200"))
PARTS = 4
"""So that several processes may share the work."""
WALKS = 2
"""So many visitors walk through what is live after each edit."""
MOVES = 150
"""Pages that a visitor sees at most: by then, chance has led everybody to the end."""

Step = dict[str, Any]
"""A stored step. `Any`: JSON."""

PAID: set[str] = set()
"""The runs that have paid, and not had it taken back."""


class PayForm(forms.Form):
    """Always right."""


class Pay(Action):
    """Pays, unless its visitor changes their mind."""

    form_class = PayForm
    provides = {"payment": str}
    promises = {"payment": "Nobody finishes without paying."}
    exits = {"later": "Decide later"}

    def form_valid(self, form):
        self.state["payment"] = "card"
        PAID.add(self.task_id)
        return COMPLETE


class TakeBack(Action):
    """Takes the payment back."""

    removes = ["payment"]

    def form_valid(self, form):
        self.state.pop("payment", None)
        PAID.discard(self.task_id)
        return COMPLETE


@pytest.fixture(autouse=True)
def _steps():
    for key, action in (("random_pay", Pay), ("random_take_back", TakeBack)):
        register_action(key, label=key)(action)
    forget_block()
    PAID.clear()
    yield
    for key in ("random_pay", "random_take_back"):
        registry.actions.remove(key)
    forget_block()


KINDS = ["test_item", "test_plan", "test_note", "test_needs_plan", "random_pay", "random_take_back"]
RULES = ["linear", "any_one_of", "branch", "repeat"]
CONDITIONS = [
    {"op": "eq", "operand": {"state": "plan"}, "value": "large"},
    {"op": "exists", "operand": {"state": "payment"}},
    {"op": "is_true", "operand": {"fact": "is_logged_in"}},
    {"op": "not", "condition": {"op": "exists", "operand": {"state": "plan"}}},
]


class Editor:
    """Changes a draft by chance."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def changes(self, stream: list[Step]) -> list[Step]:
        """The stream with one thing changed."""
        stream = deepcopy(stream)
        act = self.random.choice(
            [self.adds, self.adds, self.removes, self.moves, self.groups, self.rules]
            + [self.hides, self.wires, self.doubles, self.renames]
        )
        act(stream)
        return stream

    def adds(self, stream: list[Step]) -> None:
        into = self.random.choice(levels(stream))
        made = self.step(self.random.choice(KINDS))
        into.insert(self.random.randint(0, len(into)), made)

    def removes(self, stream: list[Step]) -> None:
        level = self.random.choice([each for each in levels(stream) if each] or [[None]])
        level.pop(self.random.randrange(len(level)))

    def moves(self, stream: list[Step]) -> None:
        level = self.random.choice([each for each in levels(stream) if each] or [[]])
        if not level:
            return
        moved = level.pop(self.random.randrange(len(level)))
        into = self.random.choice(levels(stream))
        into.insert(self.random.randint(0, len(into)), moved)

    def groups(self, stream: list[Step]) -> None:
        level = self.random.choice(levels(stream))
        start = self.random.randint(0, len(level))
        inner = level[start : start + self.random.randint(1, 2)]
        made = self.step("scaffold", steps=inner, transition={"type": "linear", "options": {}})
        level[start : start + len(inner)] = [made]

    def rules(self, stream: list[Step]) -> None:
        found = [each for each in all_steps(stream) if each["type"] == "scaffold"]
        if not found:
            return
        chosen = self.random.choice(found)
        rule = self.random.choice(RULES)
        ids = [each["id"] for each in chosen["value"]["steps"]]
        options: dict[str, Any] = {}
        if rule == "branch" and ids:
            arm = {"when": self.random.choice(CONDITIONS), "to": self.random.choice(ids)}
            options = {"arms": [arm], "otherwise": self.random.choice(ids)}
        if rule == "any_one_of":
            options = {"menu": self.random.random() < 0.5}
        chosen["value"]["transition"] = {"type": rule, "options": options}

    def hides(self, stream: list[Step]) -> None:
        if found := all_steps(stream):
            when = self.random.choice([{}, *CONDITIONS])
            self.random.choice(found)["value"]["when"] = when

    def wires(self, stream: list[Step]) -> None:
        found = all_steps(stream)
        leaving = [each for each in found if each["type"] in ("test_plan", "random_pay")]
        if leaving:
            chosen = self.random.choice(leaving)
            exit_name = "skip" if chosen["type"] == "test_plan" else "later"
            chosen["value"]["exits"] = {exit_name: self.random.choice(found)["id"]}

    def doubles(self, stream: list[Step]) -> None:
        """By hand, ids and all: as copying in a text editor would."""
        level = self.random.choice([each for each in levels(stream) if each] or [[]])
        if level:
            level.append(deepcopy(self.random.choice(level)))

    def renames(self, stream: list[Step]) -> None:
        if found := all_steps(stream):
            self.random.choice(found)["value"]["title"] = f"Step {self.random.randint(1, 99)}"

    def step(self, kind: str, **value: Any) -> Step:
        made = UUID(int=self.random.getrandbits(128), version=4)
        title = f"{kind} {made.hex[:4]}"
        return {"type": kind, "id": str(made), "value": {"title": title, **value}}


def levels(stream: list[Step]) -> list[list[Step]]:
    inner = [each["value"]["steps"] for each in stream if each["type"] == "scaffold"]
    return [stream, *(level for steps in inner for level in levels(steps))]


def all_steps(stream: list[Step]) -> list[Step]:
    return [each for level in levels(stream) for each in level]


class Publisher:
    """Publishes a draft by one way or another."""

    def __init__(self, client: Any, user: Any, random: Random) -> None:
        self.client = client
        self.user = user
        self.random = random

    def tries(self, page: FlowPage) -> None:
        """It may be refused, in the manner of that way, but never fails."""
        way = self.random.choice(
            [self.by_form, self.by_code, self.by_saving, self.by_many, self.by_time]
            + [self.by_approval, self.by_api]
        )
        way(page)

    def by_form(self, page: FlowPage) -> None:
        assert edit(self.client, page, publish=True).status_code in (200, 302, 422)

    def by_code(self, page: FlowPage) -> None:
        with suppress(ValidationError):
            page.get_latest_revision().publish(user=self.user)

    def by_saving(self, page: FlowPage) -> None:
        with suppress(ValidationError):
            page.get_latest_revision_as_object().save()

    def by_many(self, page: FlowPage) -> None:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = self.client.post(f"{url}?id={page.pk}&next=/admin/")
        assert response.status_code in (200, 302)

    def by_time(self, page: FlowPage) -> None:
        now = timezone.now() - timedelta(minutes=1)
        revision = page.get_latest_revision()
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=now)
        call_command("publish_scheduled", stdout=StringIO())

    def by_approval(self, page: FlowPage) -> None:
        draft = page.get_latest_revision_as_object()
        state = WORKFLOW().start(draft, self.user)
        task_state = state.current_task_state
        url = reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk]
        )
        assert self.client.post(url, {"comment": ""}).status_code == 302
        state.refresh_from_db()
        if state.status == state.STATUS_IN_PROGRESS:
            state.cancel(user=self.user)

    def by_api(self, page: FlowPage) -> None:
        url = f"/admin/api/main/pages/{page.pk}/action/publish/"
        response = self.client.post(url, {}, content_type="application/json")
        assert response.status_code in (200, 400)


def WORKFLOW() -> Workflow:  # there is one
    return Workflow.objects.get(name="Random")


@pytest.fixture
def boss(client):
    user = get_user_model().objects.create_superuser("boss", password="x")
    client.force_login(user)
    task = GroupApprovalTask.objects.create(name="Approve")
    workflow = Workflow.objects.create(name="Random")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home())
    return user


def start() -> FlowPage:
    pay = step("random_pay", "Pay")
    return flow_page(
        step("test_item", "Item"),
        group(
            "Who", step("test_note", "Guest"), step("test_plan", "Member"), transition="any_one_of"
        ),
        pay,
        step("test_note", "Thanks"),
        promises=["payment"],
    )


ANSWERS = {"item": "kettle", "plan": "small"}


def walks_through(random: Random, user: Any) -> list[str]:
    """One visitor's way from the first page to the end, who logs in now and then."""
    visitor = Visitor()
    visitor.opens("/checkout/")
    trail = []
    for _ in range(MOVES):
        assert visitor.page.status_code == 200, (visitor.url, trail, visitor.text[-2000:])
        template = visitor.page.templates[0].name
        if template == "cmsflows/done.html":
            return trail
        assert template in ("cmsflows/step.html", "cmsflows/menu.html", "cmsflows/finish.html")
        trail.append(visitor.path)
        if random.random() < 0.05:
            visitor.client.force_login(user)
            visitor.opens(visitor.url)
            continue
        moves(visitor, template, random)
    raise AssertionError(f"There is no end to it: {trail[-20:]}")


def moves(visitor: Visitor, template: str, random: Random) -> None:
    links = [link for link in visitor.form.links if link not in ("Back",)]
    if template == "cmsflows/menu.html":
        visitor.follows(random.choice(links))
        return
    if template == "cmsflows/finish.html":
        visitor.submits()
        return
    context = visitor.page.context
    luck = random.random()
    if luck < 0.1 and visitor.page.context["back_url"]:
        visitor.goes_back()
    elif luck < 0.2 and context["exits"]:
        visitor.submits(_exit=random.choice(context["exits"])["name"])
    elif luck < 0.35 and context["alternatives"]:
        visitor.opens(random.choice(context["alternatives"])["url"])
    elif luck < 0.45 and context["another"]:
        visitor.submits(**ANSWERS, _another=random.choice(context["another"])["group"])
    else:
        plan = random.choice(["small", "large"])
        visitor.submits(**{**ANSWERS, "plan": plan})


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_live_leads_to_the_end_and_past_the_payment(part, client, boss):
    """B39, B60, B61: two hundred edits, each published by any way there is."""
    ends: list[str] = []
    random = Random(part)  # noqa: S311  # the same each time
    visitor_user = get_user_model().objects.create_user("visitor", password="x")
    editor, publisher = Editor(random), Publisher(client, boss, random)
    page = start()
    went_live = refused = 0
    logging.disable(logging.CRITICAL)
    try:
        for _ in range(EDITS // PARTS):
            page = FlowPage.objects.get(pk=page.pk)
            draft = page.get_latest_revision_as_object()
            is_broken = bool(errors_of(draft))
            begin_with = page if is_broken and random.random() < 0.6 else draft
            draft.flow = editor.changes(raw_of(begin_with.flow))
            draft.go_live_at = None
            draft.save_revision(user=boss, clean=False)
            publisher.tries(FlowPage.objects.get(pk=page.pk))
            live = FlowPage.objects.get(pk=page.pk)
            went_live += live.flow_version != page.flow_version
            refused += live.flow_version == page.flow_version
            for _walk in range(WALKS):
                PAID.clear()
                ends.append(" ".join(walks_through(random, visitor_user)[-3:]))
                assert PAID, ends[-1]
    finally:
        logging.disable(logging.NOTSET)

    if EDITS >= 200:  # else chance may have had it all one way
        assert went_live > EDITS // PARTS / 10
        assert refused > EDITS // PARTS / 10
