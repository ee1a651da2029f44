"""Whoever tries to break the demo's checkout, by whatever way, is told why it cannot be done."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as UserGroup
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from cmsflows.cms.blocks.assemble import forget_block
from cmsflows.engine.registry import registry
from cmsflows.engine.transitions import Transition, register_transition
from cmsflows.models import FlowPage
from cmsflows.testing import Visitor
from demo.content.accounts import MARKETING
from demo.content.checkout import CHECKOUT
from demo.content.notation import Step, action, group
from demo.orders import Order
from tests.cms.posting import edit
from tests.demo.conftest import the_checkout
from tests.demo.test_checkout import chooses, goes_on_as_a_guest, pays_by_direct_debit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ITEM, WHO, PAYING, CONFIRM = CHECKOUT
WAYS = PAYING["value"]["steps"]
LOGGED_IN = {"op": "is_true", "operand": {"fact": "is_logged_in"}}


class RoundAndRound(Transition):
    """After the last step comes the first: a developer's own rule, and no good one."""

    def choose_next(self, group: Any) -> Any:
        ids = [child.id for child in group.children]
        position = ids.index(group.completed.id) + 1 if group.completed else 0
        return group.children[position % len(ids)]

    def edges(self, node: Any) -> Any:
        return list(zip(node.children, (*node.children[1:], node.children[0]), strict=True))


@pytest.fixture(autouse=True)
def _rule() -> Iterator[None]:
    register_transition("round_and_round", label="Round and round")(RoundAndRound)
    forget_block()
    yield
    registry.transitions.remove("round_and_round")
    forget_block()


def changed(step: Step, **value: Any) -> Step:
    """A step with other settings. `Any`: JSON."""
    return {**step, "value": {**step["value"], **value}}


def among(scaffold: Step, *steps: Step) -> Step:
    """A group with more steps in it."""
    return changed(scaffold, steps=[*scaffold["value"]["steps"], *steps])


def depending(title: str, *steps: Step, **options: Any) -> Step:
    """A group that branches. `Any`: JSON."""
    made = group(title, *steps, transition="branch")
    return changed(made, transition={"type": "branch", "options": options})


GIFT = action("contact_details", "It is a gift")
NO_LONGER = "00000000-0000-4000-8000-000000000000"

DEAD_ENDS = {
    "nothing at all": ([], "This flow has no steps, so nobody could go through it."),
    "a kind of step that is not installed": (
        [ITEM, action("gift_message", "A card"), WHO, PAYING, CONFIRM],
        "“2 A card” is not available: this site no longer has the kind of step “gift_message”.",
    ),
    "a branch that does not say otherwise": (
        [ITEM, WHO, depending("Who pays?", *WAYS), CONFIRM],
        "“3 Who pays?” does not say where visitors go when none of its conditions holds.",
    ),
    "a branch to a step that is gone": (
        [
            ITEM,
            WHO,
            depending("Who pays?", *WAYS, otherwise=NO_LONGER),
            CONFIRM,
        ],
        "In “3 Who pays?”, “otherwise” leads to a step that is no longer there.",
    ),
    "a step that needs what nobody asks for": (
        [
            changed(
                ITEM,
                preconditions=[{"type": "required_state", "options": {"names": ["voucher"]}}],
            ),
            WHO,
            PAYING,
            CONFIRM,
        ],
        "“1 Your item” needs voucher, and nothing in this flow provides it.",
    ),
    "the last step before what it needs": (
        [ITEM, PAYING, CONFIRM, WHO],
        "→ Confirm and pay: email is missing.",
    ),
}

WITHOUT_PAYMENT = {
    "no step for it": (
        [ITEM, WHO],
        "This flow promises payment, and none of its steps provides it.",
    ),
    "another way beside it": (
        [ITEM, WHO, PAYING, group("Pay?", CONFIRM, GIFT, transition="any_one_of")],
        "→ It is a gift: a visitor can finish without payment, which this flow promises.",
    ),
    "another way beside it, and an order": (
        [ITEM, WHO, among(PAYING, GIFT), CONFIRM],
        "→ It is a gift → Confirm and pay: payment_kind is missing.",
    ),
    "only for who is logged in": (
        [ITEM, WHO, PAYING, changed(CONFIRM, when=LOGGED_IN)],
        "a visitor can finish without payment, which this flow promises.",
    ),
    "a branch around it": (
        [
            ITEM,
            WHO,
            PAYING,
            depending(
                "How?",
                CONFIRM,
                GIFT,
                arms=[{"when": LOGGED_IN, "to": CONFIRM["id"]}],
                otherwise=GIFT["id"],
            ),
        ],
        "a visitor can finish without payment, which this flow promises.",
    ),
}

TRAPS = {
    "a loop without a way out": (
        [
            ITEM,
            group("For ever", WHO, PAYING, transition="round_and_round"),
            CONFIRM,
        ],
        "can never finish",
    ),
    "a loop of one step": (
        [ITEM, WHO, PAYING, group("For ever", GIFT, transition="round_and_round"), CONFIRM],
        "Whoever comes to “4.1 It is a gift” is led back to it for ever.",
    ),
    "ordering again and again": (
        [ITEM, WHO, PAYING, group("Once more", CONFIRM, transition="repeat")],
        "would happen a second time in one visitor's run, and it may happen only once.",
    ),
    "ordering twice": (
        [ITEM, WHO, PAYING, CONFIRM, action("confirm_order", "Confirm again")],
        "“5 Confirm again” does the same as “4 Confirm and pay”, which happened already",
    ),
}

KINDS = {**DEAD_ENDS, **WITHOUT_PAYMENT, **TRAPS}

SOME = (
    "a branch to a step that is gone",
    "the last step before what it needs",
    "another way beside it",
    "a loop without a way out",
    "ordering twice",
)
"""Tried by every way; the others by the editor's form, since all ways ask the same gate."""


@pytest.fixture
def page(shop: None) -> FlowPage:
    return the_checkout()


@pytest.fixture
def marketing(shop: None) -> Client:
    client = Client()
    assert client.login(username="marketing", password="marketing")
    return client


@pytest.fixture
def boss(shop: None) -> Client:
    client = Client()
    assert client.login(username="admin", password="admin")
    return client


@pytest.fixture(params=SOME)
def why(request: pytest.FixtureRequest, page: FlowPage) -> str:
    """The checkout has a draft that breaks it; the answer is what must be said of that."""
    return broken(page, request.param)


def broken(page: FlowPage, kind: str) -> str:
    flow, sentence = KINDS[kind]
    page.flow = deepcopy(flow)
    page.save_revision()
    return str(sentence)


def words(response: Any) -> str:
    """What a page says, its messages too, in scripts or out of them. `Any`: Django's response."""
    told = " ".join(str(each) for each in get_messages(response.wsgi_request))
    text = re.sub(
        r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), response.content.decode()
    )
    return unescape(f"{told} {unescape(text)}")


def is_as_it_was(page: FlowPage) -> bool:
    """A visitor walks through the checkout to an order that is paid."""
    now = FlowPage.objects.get(pk=page.pk)
    return (
        now.live
        and now.flow_version == page.flow_version
        and [block.block_type for block in now.flow] == [each["type"] for each in CHECKOUT]
        and orders(now.get_url())
    )


def orders(url: str) -> bool:
    before = Order.objects.count()
    visitor = Visitor()
    visitor.opens(url)
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    pays_by_direct_debit(visitor)
    return "Thank you" in visitor.text and Order.objects.count() == before + 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_refuses(page: FlowPage, kind: str, marketing: Client) -> None:
    """B39, B60"""
    why = broken(page, kind)

    response = edit(marketing, page, publish=True)

    assert response.status_code == 200
    assert why in words(response)
    assert is_as_it_was(page)


def test_publishing_many_at_once_is_refused(page: FlowPage, why: str, marketing: Client) -> None:
    """B39, B60"""
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = marketing.post(f"{url}?id={page.pk}&next=/admin/")

    assert response.status_code == 200
    assert why in words(response)
    assert is_as_it_was(page)


def test_setting_a_time_is_refused(page: FlowPage, why: str, marketing: Client) -> None:
    """B39, B60"""
    soon = timezone.localtime() + timedelta(days=1)

    response = edit(marketing, page, publish=True, go_live_at=f"{soon:%Y-%m-%d %H:%M}")

    assert why in words(response)
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert is_as_it_was(page)


def test_when_its_time_has_come_nothing_happens(
    page: FlowPage, why: str, marketing: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """B39, B60: it was set before a deploy broke it, say."""
    passed = timezone.now() - timedelta(minutes=1)
    page.revisions.filter(pk=page.latest_revision_id).update(approved_go_live_at=passed)

    call_command("publish_scheduled", stdout=StringIO())

    assert why in caplog.text
    history = marketing.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "The flow did not go live at the set time." in words(history)
    assert is_as_it_was(page)


@pytest.fixture
def moderated(page: FlowPage, why: str) -> FlowPage:
    """The draft waits for the approval of marketing."""
    task = GroupApprovalTask.objects.create(name="Marketing approves")
    task.groups.add(UserGroup.objects.get(name=MARKETING))
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    workflow.start(page, get_user_model().objects.get(username="admin"))
    return page


def test_approval_is_refused(moderated: FlowPage, why: str, marketing: Client) -> None:
    """B39, B60"""
    state = moderated.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[moderated.pk, "approve", state.pk])

    response = marketing.post(url, {"comment": ""})

    assert response.status_code == 302
    assert why in words(response)
    assert is_as_it_was(moderated)


def test_approval_in_the_editor_is_refused(
    moderated: FlowPage, why: str, marketing: Client
) -> None:
    """B39, B60"""
    fields = {"action-workflow-action": "1", "workflow-action-name": "approve"}

    response = edit(marketing, moderated, **fields)

    assert response.status_code == 200
    assert why in words(response)
    assert is_as_it_was(moderated)


def test_a_copy_is_as_sound_as_what_is_live(page: FlowPage, why: str, boss: Client) -> None:
    """B39, B48, B60: its draft is broken, too, and cannot go live there either."""
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    fields = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }

    boss.post(url, fields)

    copied = FlowPage.objects.get(slug="copy")
    assert copied.live
    assert orders(copied.get_url())
    copied.flow = page.flow
    copied.save_revision()
    assert why in words(edit(boss, copied, publish=True))
    assert orders(copied.get_url())
    assert is_as_it_was(page)


def test_an_alias_stays_sound_with_its_page(page: FlowPage, why: str, boss: Client) -> None:
    """B39, B48, B60"""
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    fields = {
        "new_title": "Alias",
        "new_slug": "alias",
        "new_parent_page": page.get_parent().pk,
        "alias": "on",
        "publish_copies": "on",
    }
    boss.post(url, fields)
    alias = FlowPage.objects.get(slug="alias")
    assert alias.alias_of_id == page.pk

    response = edit(boss, page, publish=True)

    assert why in words(response)
    assert orders(alias.get_url())
    assert is_as_it_was(page)


@pytest.mark.parametrize("who", ["marketing", "boss"])
def test_the_api_refuses(
    page: FlowPage, why: str, who: str, request: pytest.FixtureRequest
) -> None:
    """B39, B60"""
    client = request.getfixturevalue(who)
    url = f"/admin/api/main/pages/{page.pk}/action/publish/"

    response = client.post(url, {}, content_type="application/json")

    assert response.status_code == 400
    assert why in " ".join(response.json()["flow"])
    assert is_as_it_was(page)


def test_our_own_page_of_publishing_refuses(page: FlowPage, why: str, marketing: Client) -> None:
    """B39, B60: it is led to by the editor only, but has an address."""
    url = reverse("cmsflows_publish", args=[page.pk, page.latest_revision_id])
    seen = marketing.get(url).context["seen"]

    response = marketing.post(url, {"choice": "new", "seen": seen})

    assert response.status_code == 422
    assert why in words(response)
    assert is_as_it_was(page)
