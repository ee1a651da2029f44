"""Imported flows: drafts, of pages and of the groups they bring along; never live."""

import json
from typing import Any

import pytest
from wagtail.models import ModelLogEntry, PageLogEntry

from cmsflows.cms.exchange.exporting import draft_of, export_of, text_of
from cmsflows.cms.exchange.importing import import_below, import_into, renewed
from cmsflows.cms.exchange.problems import problems_of_import
from cmsflows.cms.reader import read_stream
from cmsflows.cms.stored import items_of
from cmsflows.definition.nodes import ActionNode
from cmsflows.models import FlowPage, ReusableGroup
from tests.cms.exchange.files import exported, group
from tests.cms.reusable.making import MakePage, titles
from tests.cms.reusable.places import use
from tests.cms.streams import JsonObject, action, id_of, item, scaffold

pytestmark = pytest.mark.django_db


def below(home: Any, data: JsonObject, **options: Any) -> FlowPage:
    page = import_below(home, FlowPage, data, **options)
    return FlowPage.objects.get(pk=page.pk)


def ids(page: FlowPage) -> list[str]:
    draft = export_of(draft_of(page))
    return [each["id"] for each in items_of(draft["flow"])]


def test_a_new_page_is_a_draft(home: Any, admin_user: Any) -> None:
    page = below(home, exported(action("One"), promises=["item"]), user=admin_user)

    assert not page.live
    assert page.flow_version == ""
    assert page.title == "Checkout"
    assert page.get_latest_revision().user == admin_user
    assert draft_of(page).promises == ["item"]
    assert PageLogEntry.objects.filter(page=page.pk, user=admin_user).exists()


def test_into_a_live_page_goes_a_draft(make_page: MakePage) -> None:
    page = make_page(action("Old"))

    import_into(page, exported(action("New"), title="Other"))

    page.refresh_from_db()
    assert titles(page) == ["Old"]
    assert page.has_unpublished_changes
    assert page.title == draft_of(page).title == "Checkout"
    assert [child.value["title"] for child in draft_of(page).flow] == ["New"]


def test_ids_are_kept(home: Any) -> None:
    """So that people part-way may be moved to what was imported."""
    page = below(home, exported(action("One"), scaffold("Two", action("Three"))))

    assert ids(page) == [
        id_of("test_note", "One"),
        id_of("scaffold", "Two"),
        id_of("test_note", "Three"),
    ]


def test_ids_are_renewed_and_references_follow(home: Any) -> None:
    target = action("End") | {"id": "end"}
    when = {"op": "exists", "operand": {"step": "end", "field": "x"}}
    data = exported(
        item("test_plan", "Plan", exits={"skip": "end"}, when=when, button="end"), target
    )

    page = below(home, data, new_ids=True)

    plan, end = draft_of(page).flow_definition().actions
    assert not {plan.id, end.id} & {id_of("test_plan", "Plan"), "end"}
    assert isinstance(plan, ActionNode)
    assert plan.exits == (("skip", end.id),)
    assert plan.when["operand"]["step"] == end.id
    assert plan.words.button == "end"


def test_renewed_ids_follow_into_groups() -> None:
    place = id_of("reusable", "Where")
    stream = [item("test_plan", exits={"skip": f"{place}/inner"}), use(7, "Where")]

    plan, where = renewed(stream)

    assert where["id"] != place
    assert plan["value"]["exits"] == {"skip": f"{where['id']}/inner"}


def test_groups_come_along_as_drafts(home: Any, admin_user: Any) -> None:
    data = exported(
        scaffold("Deep", use(7, "Where")),
        groups={"7": group("Delivery", use(8)), "8": group("Address", action("Street"))},
    )

    page = below(home, data, user=admin_user)

    outer = ReusableGroup.objects.get(title="Delivery")
    inner = ReusableGroup.objects.get(title="Address")
    assert not outer.live
    assert outer.get_latest_revision().user == admin_user
    assert outer.stored.stream[0]["value"]["group"] == inner.pk
    assert draft_of(page).flow[0].value["steps"][0].value["group"] == outer
    assert ModelLogEntry.objects.filter(object_id=outer.pk, action="wagtail.create").exists()


def test_a_group_that_is_here_already_is_used(home: Any, make_page: MakePage) -> None:
    shared = ReusableGroup.objects.create(title="Delivery", flow=[action("Street")])
    data = export_of(make_page(use(shared)))

    page = below(home, {**data, "title": "Again"})

    assert ReusableGroup.objects.get() == shared
    assert draft_of(page).flow[0].value["group"] == shared


def test_a_group_that_is_another_here_is_made(home: Any, make_page: MakePage) -> None:
    shared = ReusableGroup.objects.create(title="Delivery", flow=[action("Street")])
    data = export_of(make_page(use(shared)))
    shared.flow = [action("Changed")]
    shared.save()

    below(home, {**data, "title": "Again"})

    assert ReusableGroup.objects.filter(title="Delivery").count() == 2


def test_groups_that_nobody_uses_are_left_in_the_file(home: Any) -> None:
    below(home, exported(action("One"), groups={"7": group("Delivery")}))

    assert not ReusableGroup.objects.exists()


def test_what_was_exported_comes_back_the_same(home: Any, make_page: MakePage) -> None:
    shared = ReusableGroup.objects.create(title="Delivery", flow=[action("Straße")])
    page = make_page(
        item("test_plan", "Plan", exits={"skip": id_of("test_note", "End")}),
        item("gift_message", "Unknown", odd=[1, {"a": None}]),
        scaffold("Group", use(shared), action("End")),
    )
    data = json.loads(text_of(export_of(page)))

    assert problems_of_import(data, keep_unknown=True) == []
    copy = below(home, {**data, "title": "Copy"})

    again = export_of(draft_of(copy))
    assert {**again, "title": "Checkout"} == data
    assert read_stream(again["flow"]).version == read_stream(data["flow"]).version


def test_an_export_is_written_for_people() -> None:
    assert "Straße" in text_of(exported(action("Straße")))


def test_half_a_character_can_be_exported() -> None:
    """It should never have been stored; the file is how somebody mends it."""
    assert json.loads(text_of({"title": "\ud800"})) == {"title": "\ud800"}
