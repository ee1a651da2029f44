"""The page editor saves a flow: what was opened and sent back unchanged is unchanged."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cmsflows.models import FlowPage
from tests.cms.posting import edit, flow_fields, page_fields
from tests.cms.streams import JsonObject, action, item, nested, scaffold

pytestmark = pytest.mark.django_db

MakePage = Callable[..., FlowPage]

GONE: JsonObject = {
    "type": "gift_message",
    "id": "6b0f7fd6-3dd1-4f2e-9a06-0d3e8c5e2a11",
    "value": {"title": "Für dich", "n": 1.50, "when": None, "steps": [{"type": "x"}]},
    "more": [1, {"deep": "\u2028\x7f"}],
}
"""A step whose app is no longer installed."""


def draft(page: FlowPage) -> list[JsonObject]:
    fresh = FlowPage.objects.get(pk=page.pk)
    value = fresh.get_latest_revision_as_object().flow
    stream: list[JsonObject] = value.stream_block.get_prep_value(value)
    return stream


def stored(page: FlowPage) -> list[JsonObject]:
    value = FlowPage.objects.get(pk=page.pk).flow
    stream: list[JsonObject] = value.stream_block.get_prep_value(value)
    return stream


def test_an_unknown_step_is_json_equal_after_editing(
    admin_client: Client, make_page: MakePage
) -> None:
    """B38: a deploy that forgets an app must not shorten the checkout."""
    page = make_page(action("First"), GONE, scaffold("Group", GONE | {"id": "other"}))

    response = edit(admin_client, page)

    assert response.status_code == 302
    assert draft(page)[1] == GONE
    assert draft(page)[2]["value"]["steps"] == [GONE | {"id": "other"}]


def test_an_unknown_step_is_named_in_the_editor(admin_client: Client, make_page: MakePage) -> None:
    page = make_page(GONE | {"value": {}})

    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert "Gift message" in response.content.decode()
    assert "is not available; ask a developer." in response.content.decode()


def test_editing_without_a_change_changes_nothing(
    admin_client: Client, make_page: MakePage
) -> None:
    page = make_page(*nested(8))
    before = stored(page)

    edit(admin_client, page)
    once = draft(page)
    edit(admin_client, page, publish=True)

    assert [each["id"] for each in once] == [each["id"] for each in before]
    assert stored(page) == once


def test_what_this_version_does_not_know_of_a_step_is_kept(
    admin_client: Client, make_page: MakePage
) -> None:
    """Written by an import, or by a later version."""
    later = {"when": {"eq": [{"state": "plan"}, "x"]}, "exits": {"skip": "there"}, "new": None}
    page = make_page(item("test_plan", "Plan", **later))

    edit(admin_client, page, publish=True)

    value = stored(page)[0]["value"]
    assert {name: value[name] for name in later} == later


def test_a_slug_is_set_once(admin_client: Client, make_page: MakePage) -> None:
    page = make_page(action("Old words"), live=False)

    edit(admin_client, page, **{"flow-0-value-title": "New words"})

    value = draft(page)[0]["value"]
    assert (value["title"], value["slug"]) == ("New words", "old-words")


def test_a_slug_can_be_edited(admin_client: Client, make_page: MakePage) -> None:
    page = make_page(action("Old words"))

    edit(admin_client, page, **{"flow-0-value-slug": "chosen"})

    assert draft(page)[0]["value"]["slug"] == "chosen"


def test_a_slug_that_cannot_stand_in_an_address_is_a_form_error(
    admin_client: Client, make_page: MakePage
) -> None:
    page = make_page(scaffold("Group", action("Step")))

    response = edit(admin_client, page, **{"flow-0-value-steps-0-value-slug": "Größe/../x"})

    assert response.status_code == 200
    assert "Use small letters without accents" in response.content.decode()


def test_steps_are_moved(admin_client: Client, make_page: MakePage) -> None:
    page = make_page(action("One"), action("Two"))

    edit(admin_client, page, publish=True, **{"flow-0-order": "1", "flow-1-order": "0"})

    assert [each["value"]["title"] for each in stored(page)] == ["Two", "One"]


def test_a_transition_nobody_knows_any_more_must_be_chosen_anew(
    admin_client: Client, make_page: MakePage
) -> None:
    """A browser shows no choice for it and posts none; a draft must not forget it silently."""
    page = make_page(scaffold("Group", transition={"type": "gone", "options": {}}))

    response = edit(admin_client, page, **{"flow-0-value-transition-type": ""})

    assert response.status_code == 200
    assert draft(page)[0]["value"]["transition"]["type"] == "gone"


@pytest.mark.parametrize(
    "change", [{"flow-count": "many"}, {"flow-count": "7"}, {"flow-0-value-steps-count": "-"}]
)
def test_a_form_that_is_not_whole_is_a_bad_request(
    admin_client: Client, make_page: MakePage, change: dict[str, str]
) -> None:
    page = make_page(scaffold("Group", action("Step")))

    response = edit(admin_client, page, **change)

    assert response.status_code == 400


def test_a_form_without_inputs_is_a_bad_request(admin_client: Client, make_page: MakePage) -> None:
    """It was opened before a flow had any, and must not take them away."""
    page = make_page(action("Step"))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    response = admin_client.post(
        url, {**page_fields(page), **flow_fields(page), "inputs-count": []}
    )

    assert response.status_code == 400


@pytest.mark.parametrize("damage", ["[1]", "no json", '"text"'])
def test_kept_data_that_came_back_damaged_is_a_form_error(
    admin_client: Client, make_page: MakePage, damage: str
) -> None:
    page = make_page(action("One"))

    response = edit(admin_client, page, **{"flow-0-value-kept": damage})

    assert response.status_code == 200
    assert "came back damaged" in response.content.decode()


def test_the_editor_of_a_large_flow_is_not_a_large_page(
    admin_client: Client, make_page: MakePage
) -> None:
    """B42: it grows with blocks and types, not with depth."""
    steps = [action("Step 0")]
    groups = [scaffold(f"Group {number}", action(f"In {number}")) for number in range(1, 13)]
    flat, deep = make_page(*steps, *groups), make_page(*nested(13), title="Checkous")

    sizes = [
        len(admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content)
        for page in (flat, deep)
    ]

    assert abs(sizes[0] - sizes[1]) < sizes[0] / 100


def test_two_revisions_can_be_compared(admin_client: Client, make_page: MakePage) -> None:
    """B42."""
    page = make_page(*nested(8), GONE)
    edit(admin_client, page, **{"flow-0-value-title": "Renamed"})
    first, second = page.revisions.order_by("pk").values_list("pk", flat=True)

    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, second])
    response = admin_client.get(url)

    assert response.status_code == 200
    assert "Renamed" in response.content.decode()


def test_a_step_can_be_found_by_its_words(make_page: MakePage) -> None:
    make_page(scaffold("Group", action("Step", intro="<p>Quokka.</p>")))

    assert [page.title for page in FlowPage.objects.search("quokka")] == ["Checkout"]


def test_the_definition_in_the_page_is_one(admin_client: Client, make_page: MakePage) -> None:
    page = make_page(*nested(8))

    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    (packed,) = re.findall(
        r'data-w-block-data-value="([^"]*FlowStream[^"]*)"', response.content.decode()
    )
    assert json.loads(packed.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))
    assert packed.count("cmsflows.FlowStreamBlock") == 1
