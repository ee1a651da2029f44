"""A page that is a flow: published, reverted, copied, aliased, translated, taken offline."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from wagtail.admin.compare import StreamFieldComparison
from wagtail.models import Locale, Page, ReferenceIndex

from cmsflows.cms.versions import FlowVersion, load_compiled
from cmsflows.models import FlowPage
from tests.cms.streams import action, id_of, nested, scaffold

pytestmark = pytest.mark.django_db

MakePage = Callable[..., FlowPage]


def titles(page: FlowPage) -> list[str]:
    """What visitors who start now will walk through."""
    fresh = FlowPage.objects.get(pk=page.pk)
    compiled = load_compiled(fresh.flow_id, fresh.flow_version)
    assert compiled is not None
    return [node.title for node in compiled.definition.actions]


def publish(page: FlowPage, *steps: Any) -> None:
    page.flow = list(steps)
    page.save_revision().publish()


def test_a_page_made_live_has_a_version(make_page: MakePage) -> None:
    page = make_page(scaffold("Who are you", action("Log in")))

    assert titles(page) == ["Log in"]
    assert FlowVersion.objects.get(flow=f"page:{page.pk}").sha256 == page.flow_version


def test_a_draft_has_none(make_page: MakePage) -> None:
    page = make_page(action("Log in"), live=False)

    assert page.flow_version == ""
    assert not FlowVersion.objects.exists()


def test_a_draft_of_a_live_page_leaves_its_version(make_page: MakePage) -> None:
    page = make_page(action("Old"))

    page.flow = [action("New")]
    page.save_revision()

    assert titles(page) == ["Old"]


def test_publishing_makes_a_version_and_keeps_the_one_before(make_page: MakePage) -> None:
    """B36: people half way finish what they began."""
    page = make_page(action("Old"))
    before = page.flow_version

    publish(page, action("New"))

    assert titles(page) == ["New"]
    assert load_compiled(page.flow_id, before) is not None


def test_purged_revisions_change_nothing(make_page: MakePage) -> None:
    """B36."""
    page = make_page(action("Old"))
    publish(page, action("New"))

    page.revisions.exclude(pk=page.latest_revision_id).delete()

    assert titles(page) == ["New"]
    assert FlowVersion.objects.filter(flow=page.flow_id).count() == 2


def test_publishing_the_same_again_makes_no_version(make_page: MakePage) -> None:
    page = make_page(action("Same"))

    publish(page, action("Same"))

    assert FlowVersion.objects.count() == 1


def test_a_version_says_who_published_it(make_page: MakePage, admin_user: Any) -> None:
    page = make_page(action("Old"))

    page.flow = [action("New")]
    page.save_revision(user=admin_user).publish()

    page.refresh_from_db()
    assert FlowVersion.objects.get(sha256=page.flow_version).created_by == admin_user


def test_an_old_revision_brings_back_its_steps_as_the_version(make_page: MakePage) -> None:
    page = make_page(action("Old"))
    publish(page, action("New"))

    page.revisions.order_by("created_at").first().publish()

    assert titles(page) == ["Old"]


def test_an_old_revision_opened_for_editing_leaves_the_version(make_page: MakePage) -> None:
    page = make_page(action("Old"))
    publish(page, action("New"))
    page.refresh_from_db()

    old = page.revisions.order_by("created_at").first().as_object()

    assert old.flow_version == page.flow_version


def test_saving_other_fields_makes_no_version(make_page: MakePage) -> None:
    page = make_page(action("Old"))
    page.flow = [action("Never saved")]

    page.save(update_fields=["seo_title"], clean=False)

    assert titles(page) == ["Old"]
    assert FlowVersion.objects.count() == 1


def test_saving_the_flow_alone_makes_a_version(make_page: MakePage) -> None:
    page = make_page(action("Old"))

    page.flow = [action("New")]
    page.save(update_fields=["flow"], clean=False)

    assert titles(page) == ["New"]


def test_a_flow_that_cannot_be_read_leaves_the_version_before(
    make_page: MakePage, caplog: pytest.LogCaptureFixture
) -> None:
    """B61: new visitors get the last sound one, and an error is logged."""
    page = make_page(action("Sound"))

    page.flow = ["no step"]
    with caplog.at_level(logging.ERROR, logger="cmsflows"):
        page.save(clean=False)

    assert titles(page) == ["Sound"]
    assert caplog.messages == [
        f"page:{page.pk} stays at its earlier version. This is no step: 'no step'."
    ]


def test_a_page_taken_offline_keeps_its_version(make_page: MakePage) -> None:
    page = make_page(action("Log in"))

    page.unpublish()

    assert titles(page) == ["Log in"]


def test_eight_levels_survive_saving_publishing_and_loading(make_page: MakePage) -> None:
    """B42."""
    page = make_page(*nested(8))

    publish(page, *nested(8))

    assert titles(page) == [f"Step {level}" for level in range(1, 9)]
    draft = page.get_latest_revision_as_object()
    loaded = FlowPage.objects.get(pk=page.pk)
    assert draft.flow.get_prep_value() == loaded.flow.get_prep_value()


def test_revisions_eight_levels_deep_can_be_compared(make_page: MakePage) -> None:
    """B42."""
    stream = nested(8)
    page = make_page(*stream)
    changed = make_page(*stream, title="Other")
    deepest = changed.flow
    for _level in range(7):
        deepest = deepest[1].value["steps"]
    deepest[0].value["title"] = "Bottom"

    comparison = StreamFieldComparison(FlowPage._meta.get_field("flow"), page, changed)

    assert comparison.has_changed()
    assert '<span class="deletion">Step 8</span>' in comparison.htmldiff()
    assert '<span class="addition">Bottom</span>' in comparison.htmldiff()


def test_a_copy_has_versions_of_its_own_and_the_same_ids(make_page: MakePage) -> None:
    """B48."""
    page = make_page(*nested(8))

    copy = page.copy(update_attrs={"slug": "copy"})

    assert titles(copy) == titles(page)
    assert [child.id for child in copy.flow] == [child.id for child in page.flow]
    assert set(FlowVersion.objects.values_list("flow", flat=True)) == {
        page.flow_id,
        f"page:{copy.pk}",
    }


def test_a_copy_that_is_not_live_starts_nobody(make_page: MakePage) -> None:
    page = make_page(action("Log in"))

    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)

    assert FlowPage.objects.get(pk=copy.pk).flow_version == ""
    assert copy.get_latest_revision_as_object().flow_version == ""


def test_an_alias_has_versions_of_its_own_and_follows(make_page: MakePage) -> None:
    """B48."""
    page = make_page(action("Old"))

    alias = page.create_alias(update_slug="alias")
    before = titles(alias)
    publish(page, action("New"))

    assert before == ["Old"]
    assert titles(alias) == ["New"]
    assert FlowVersion.objects.filter(flow=f"page:{alias.pk}").count() == 2


def test_an_alias_of_a_draft_starts_nobody(make_page: MakePage) -> None:
    page = make_page(action("Log in"))
    page.unpublish()

    alias = page.create_alias(update_slug="alias")

    assert FlowPage.objects.get(pk=alias.pk).flow_version == ""


def test_a_translation_has_versions_of_its_own_and_the_same_ids(
    make_page: MakePage, home: Page
) -> None:
    """B48."""
    german = Locale.objects.create(language_code="de")
    home.copy_for_translation(german)
    page = make_page(scaffold("Who are you", action("Log in")))

    translation = page.copy_for_translation(german)
    translation.save_revision().publish()

    assert titles(translation) == ["Log in"]
    assert translation.flow[0].id == id_of("scaffold", "Who are you")
    assert FlowVersion.objects.filter(flow=f"page:{translation.pk}").exists()


def test_the_reference_index_sees_the_bottom(make_page: MakePage, home: Page) -> None:
    intro = f'<p>See <a linktype="page" id="{home.pk}">home</a>.</p>'
    page = make_page(scaffold("A", scaffold("B", action("C", intro=intro))))

    references = ReferenceIndex.get_references_to(home)

    assert [each.object_id for each in references] == [str(page.pk)]


def test_a_flow_page_has_no_pages_below_it() -> None:
    assert FlowPage.allowed_subpage_models() == []


@pytest.mark.parametrize("parts", [[], ["who-are-you"], ["who-are-you", "log-in"]])
def test_what_follows_its_url_is_the_address_of_a_step(
    make_page: MakePage, rf: RequestFactory, parts: list[str]
) -> None:
    page = make_page(action("Log in"))

    result = page.route(rf.get("/"), parts)

    assert result.page == page
    assert result.kwargs == {"path": "".join(f"{part}/" for part in parts)}


def test_a_page_offline_answers_to_those_who_began_before(
    make_page: MakePage, rf: RequestFactory
) -> None:
    """B40: whose run it is, is asked where it is served."""
    page = make_page(action("Log in"))
    page.unpublish()
    page.refresh_from_db()

    assert page.route(rf.get("/", {"_id": "x"}), ["log-in"]).page == page
    with pytest.raises(Http404):
        page.route(rf.get("/"), ["log-in"])


def test_a_page_that_was_never_live_answers_to_nobody(
    make_page: MakePage, rf: RequestFactory
) -> None:
    page = make_page(action("Log in"), live=False)

    with pytest.raises(Http404):
        page.route(rf.get("/", {"_id": "x"}), [])
