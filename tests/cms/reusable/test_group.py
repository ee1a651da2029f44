"""Reusable groups and the flows that use them: copied in at publishing, and never silently."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Locale, ReferenceIndex

from cmsflows.cms.reusable.outdated import Outdated, flows_with, outdated_flows, outdated_groups
from cmsflows.cms.reusable.republishing import UnpublishedChangesError, publish_again
from cmsflows.cms.versions import load_compiled
from cmsflows.models import FlowPage, ReusableGroup
from tests.cms.reusable.making import MakeGroup, MakePage, publish, titles
from tests.cms.reusable.places import use
from tests.cms.streams import action, id_of, scaffold

pytestmark = pytest.mark.django_db


def test_a_page_walks_through_the_steps_of_its_groups(
    make_page: MakePage, make_group: MakeGroup
) -> None:
    group = make_group(action("Address"), action("Date"))

    page = make_page(action("Item"), scaffold("Where", use(group)), action("Pay"))

    assert titles(page) == ["Item", "Address", "Date", "Pay"]


def test_publishing_a_group_leaves_live_flows_as_they_were(
    make_page: MakePage, make_group: MakeGroup
) -> None:
    """Whoever edits a group may not know every checkout that uses it."""
    group = make_group(action("Address"))
    page = make_page(use(group))
    before = page.flow_version

    publish(group, action("Address"), action("Date"))

    page.refresh_from_db()
    assert page.flow_version == before
    assert titles(page) == ["Address"]
    assert outdated_groups(page) == [Outdated(group.pk, "Delivery")]


@pytest.mark.parametrize("is_gone", [False, True])
def test_saving_the_page_leaves_it_as_it_was(
    make_page: MakePage, make_group: MakeGroup, is_gone: bool
) -> None:
    """A page is saved for many reasons, by programs too; only publishing takes a group up."""
    group = make_group(action("Address"))
    page = make_page(scaffold("Where", use(group)))
    if is_gone:
        group.unpublish()
    else:
        publish(group, action("Date"))

    FlowPage.objects.get(pk=page.pk).save()

    assert titles(page) == ["Address"]
    assert outdated_groups(FlowPage.objects.get(pk=page.pk)) != []


def test_saving_other_steps_takes_groups_up_too(make_page: MakePage, make_group: MakeGroup) -> None:
    """A program that changes what is live publishes, whatever it calls that."""
    group = make_group(action("Address"))
    page = make_page(use(group))
    publish(group, action("Date"))

    page.flow = [use(group), action("More")]
    page.save()

    assert titles(page) == ["Date", "More"]


def test_an_alias_takes_a_group_up_with_its_page(
    make_page: MakePage, make_group: MakeGroup
) -> None:
    group = make_group(action("Address"))
    page = make_page(use(group))
    alias = page.create_alias(update_slug="other")
    publish(group, action("Date"))
    assert titles(alias) == ["Address"]

    publish(page, use(group))

    assert titles(alias) == ["Date"]


def test_publishing_the_page_takes_the_group_up(make_page: MakePage, make_group: MakeGroup) -> None:
    group = make_group(action("Address"))
    page = make_page(use(group))
    publish(group, action("Date"))

    publish(page, use(group))

    assert titles(page) == ["Date"]
    assert outdated_groups(page) == []


def test_a_draft_of_a_group_is_no_change(make_page: MakePage, make_group: MakeGroup) -> None:
    group = make_group(action("Address"))
    page = make_page(use(group))

    group.flow = [action("Draft")]
    group.save_revision()

    assert outdated_groups(page) == []
    publish(page, use(group, "Again"))
    assert titles(page) == ["Address"]


def test_saving_a_group_as_it_was_is_no_change(make_page: MakePage, make_group: MakeGroup) -> None:
    group = make_group(scaffold("Where", action("Address")))
    page = make_page(use(group))

    publish(group, scaffold("Where", action("Address")))

    assert outdated_groups(page) == []


def test_a_group_that_is_no_longer_live_is_told(make_page: MakePage, make_group: MakeGroup) -> None:
    group = make_group(action("Address"))
    page = make_page(use(group))

    group.unpublish()

    assert outdated_groups(page) == [Outdated(group.pk, "Delivery", is_gone=True)]
    assert titles(page) == ["Address"]


def test_a_group_that_was_deleted_is_told_by_the_title_it_had(
    make_page: MakePage, make_group: MakeGroup
) -> None:
    group = make_group(action("Address"))
    page = make_page(use(group, "Where to"))
    key = group.pk

    group.delete()

    assert outdated_groups(page) == [Outdated(key, "Where to", is_gone=True)]


def test_what_was_never_published_is_not_found(make_group: MakeGroup, make_page: MakePage) -> None:
    group = make_group(action("Address"), live=False)
    page = make_page(use(group), live=False)

    (node,) = page.flow_definition().actions
    assert node.key == "reusable"


def test_a_group_within_a_group_makes_the_page_out_of_date(
    make_page: MakePage, make_group: MakeGroup
) -> None:
    inner = make_group(action("Street"), title="Street")
    outer = make_group(use(inner), title="Delivery")
    page = make_page(use(outer))

    publish(inner, action("Box"))

    assert flows_with(inner) == [page]
    assert outdated_flows(inner) == [page]
    assert outdated_groups(page) == [Outdated(inner.pk, "Street")]


def test_the_reference_index_knows_where_a_group_is_used(
    make_page: MakePage, make_group: MakeGroup
) -> None:
    group = make_group(action("Address"))
    page = make_page(scaffold("Where", use(group)))

    (reference,) = ReferenceIndex.get_references_to(group)

    assert reference.object_id == str(page.pk)
    assert flows_with(group) == [page]


def test_publishing_again_leaves_a_draft_a_draft(
    make_page: MakePage, make_group: MakeGroup, admin_user: Any
) -> None:
    group = make_group(action("Address"))
    page = make_page(use(group))
    publish(page, use(group))
    page.flow = [use(group), action("Not yet")]
    page.save_revision()
    publish(group, action("Date"))

    publish_again(FlowPage.objects.get(pk=page.pk), admin_user)

    page.refresh_from_db()
    assert titles(page) == ["Date"]
    assert page.has_unpublished_changes
    assert len(page.get_latest_revision_as_object().flow) == 2


def test_what_was_never_kept_by_itself_is_kept_first(
    home: Any, make_group: MakeGroup, admin_user: Any
) -> None:
    """Pages that were made live by a program have no live revision."""
    group = make_group(action("Address"))
    page = home.add_child(instance=FlowPage(title="Checkout", flow=[use(group)]))
    publish(group, action("Date"))

    publish_again(FlowPage.objects.get(pk=page.pk), admin_user)

    assert titles(page) == ["Date"]


def test_where_only_a_draft_was_kept_it_is_not_published(
    make_page: MakePage, make_group: MakeGroup, admin_user: Any
) -> None:
    page = make_page(use(make_group(action("Address"))))
    page.flow = [action("Not yet")]
    page.save_revision()
    page.refresh_from_db()

    with pytest.raises(UnpublishedChangesError) as caught:
        publish_again(page, admin_user)

    assert str(caught.value) == (
        '"Checkout" has changes that nobody has published. Publish it yourself.'
    )
    assert titles(page) == ["Address"]


def test_who_may_not_publish_cannot_publish_again(
    make_page: MakePage, make_group: MakeGroup, django_user_model: Any
) -> None:
    """B51."""
    page = make_page(use(make_group(action("Address"))))
    publish(page, use(ReusableGroup.objects.get()))

    with pytest.raises(PermissionDenied):
        publish_again(page, django_user_model.objects.create_user("eve"))


@pytest.mark.parametrize("is_alias", [True, False])
def test_a_copied_page_uses_the_same_group(
    make_page: MakePage, make_group: MakeGroup, is_alias: bool
) -> None:
    """B48."""
    group = make_group(action("Address"))
    page = make_page(use(group))

    if is_alias:
        copy = page.create_alias(update_slug="other")
    else:
        copy = page.copy(update_attrs={"slug": "other"}, keep_live=True)

    assert titles(copy) == ["Address"]
    assert flows_with(group) == [copy, page] or flows_with(group) == [page, copy]


def test_a_translated_page_uses_the_same_group(make_page: MakePage, make_group: MakeGroup) -> None:
    """B48."""
    page = make_page(use(make_group(action("Address"))))
    german = Locale.objects.create(language_code="de")
    page.get_parent().copy_for_translation(german)

    copy = page.copy_for_translation(german, copy_parents=True)
    copy.save_revision().publish()

    assert titles(copy) == ["Address"]


def test_a_copied_group_runs_on_its_own(make_page: MakePage, make_group: MakeGroup) -> None:
    group = make_group(action("Address"))
    page = make_page(use(group))
    copy = ReusableGroup.objects.create(title="Copy", flow=group.stored.stream)

    publish(copy, action("Other"))

    assert outdated_groups(page) == []


def test_reading_a_page_asks_for_a_group_once(
    make_page: MakePage, make_group: MakeGroup, django_assert_max_num_queries: Any
) -> None:
    group = make_group(action("Address"))
    page = make_page(*(use(group, f"{number}") for number in range(10)))
    fresh = FlowPage.objects.get(pk=page.pk)

    with django_assert_max_num_queries(1):
        fresh.flow_definition()


def test_old_runs_finish_with_the_group_they_began_with(
    make_page: MakePage, make_group: MakeGroup
) -> None:
    """B36, for a group that is gone."""
    group = make_group(action("Address"))
    page = make_page(use(group, "Where"))
    before = page.flow_version
    publish(page, action("Other"))
    group.delete()

    compiled = load_compiled(page.flow_id, before)

    assert compiled is not None
    (node,) = compiled.definition.actions
    assert node.id == f"{id_of('reusable', 'Where')}/{id_of('test_note', 'Address')}"
    assert compiled.is_available(node)
