"""Every version of a flow that was live is listed, can go live again, and is retired in the end."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cmsflows.cms.retiring import retire_versions
from cmsflows.cms.versions import forget_compiled
from cmsflows.models import FlowPage, FlowVersion
from cmsflows.testing import Visitor, flow_page, publish, step

pytestmark = pytest.mark.django_db

ITEM = step("test_item", "Item")
PLAN = step("test_plan", "Plan")
NOTE = step("test_note", "Thanks")


@pytest.fixture
def boss(client):
    user = get_user_model().objects.create_superuser("boss", password="x", first_name="Bea")
    client.force_login(user)
    return user


@pytest.fixture
def page():
    return publish(flow_page(ITEM, PLAN, NOTE), ITEM, NOTE)


def versions(page):
    return list(FlowVersion.objects.filter(flow=page.flow_id).order_by("pk"))


def listing(client, page):
    return client.get(reverse("cmsflows_versions", args=[page.pk]))


def live_again(client, page, version):
    return client.post(reverse("cmsflows_live_again", args=[page.pk, version.pk]), follow=True)


def first_steps():
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    return visitor.step


def test_they_are_listed_with_what_changed_in_words(client, boss, page):
    page.flow = [ITEM, step("test_note", "Goodbye")]
    page.save_revision(user=boss).publish(user=boss)

    text = listing(client, page).content.decode()

    assert text.count("<time") >= 3
    assert "live now" in text
    assert "Bea" in text
    assert "Goodbye" in text
    assert "is gone" in text


def test_an_earlier_one_goes_live_again_in_one_act(client, boss, page):
    earlier = versions(page)[0]
    assert first_steps() == "thanks"

    response = live_again(client, page, earlier)

    assert "This version is live again." in response.content.decode()
    now = FlowPage.objects.get(pk=page.pk)
    assert now.flow_version == earlier.sha256
    assert [block.value["title"] for block in now.flow] == ["Item", "Plan", "Thanks"]
    assert first_steps() == "plan"


def test_who_has_begun_stays_when_an_earlier_one_goes_live(client, boss, page):
    """B36"""
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")

    live_again(client, page, versions(page)[0])
    visitor.submits()

    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_it_stands_in_the_history_in_words(client, boss, page):
    live_again(client, page, versions(page)[0])

    response = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))

    assert "Made the version of the flow from" in response.content.decode()


def test_one_that_is_not_sound_any_more_cannot_go_live(client, boss, page):
    """B61"""
    page.flow = [step("test_needs_plan", "Pay")]
    definition = page.flow_definition()
    broken = FlowVersion.objects.create(
        flow=page.flow_id,
        sha256=definition.version,
        definition=definition.canonical,
        source='{"flow": [], "inputs": [], "promises": [], "title": ""}',
    )
    before = FlowPage.objects.get(pk=page.pk).flow_version

    text = listing(client, page).content.decode()
    response = live_again(client, page, broken)

    assert "It cannot go live again." in text
    assert "This flow cannot go live." in response.content.decode()
    assert FlowPage.objects.get(pk=page.pk).flow_version == before


def test_one_of_another_page_is_not_found(client, boss, page):
    other = flow_page(NOTE, slug="other")

    response = live_again(client, page, versions(other)[0])

    assert response.status_code == 404


def test_looking_changes_nothing(client, boss, page):
    url = reverse("cmsflows_live_again", args=[page.pk, versions(page)[0].pk])

    assert client.get(url).status_code == 405
    assert FlowPage.objects.get(pk=page.pk).flow_version == page.flow_version


def member(page, *codenames):
    """Somebody who may do just that with this page."""
    group = Group.objects.create(name="Members")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        permission = Permission.objects.get(
            codename=codename, content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = get_user_model().objects.create_user("member", password="x")
    user.groups.add(group)
    return user


@pytest.mark.parametrize(
    ("may", "sees", "acts"), [([], False, False), (["change_page"], True, False)]
)
def test_who_may_not_publish_cannot_make_one_live(client, page, may, sees, acts):
    """B51"""
    client.force_login(member(page, *may))

    seen = listing(client, page)
    live_again(client, page, versions(page)[0])

    assert (seen.status_code == 200) is sees
    assert "Make it live again" not in seen.content.decode()
    assert (FlowPage.objects.get(pk=page.pk).flow_version != page.flow_version) is acts


def age(page, **by):
    """Make all replaced versions look as if that was so long ago."""
    FlowVersion.objects.filter(flow=page.flow_id, replaced_at__isnull=False).update(
        replaced_at=timezone.now() - timedelta(**by)
    )


@pytest.fixture
def _none_kept(settings):
    settings.FLOWS_KEPT_VERSIONS = 0


@pytest.mark.usefixtures("_none_kept")
def test_the_live_one_is_never_retired(page):
    age(page, days=100)

    assert retire_versions() == 1
    assert [each.sha256 for each in versions(page)] == [page.flow_version]


@pytest.mark.usefixtures("_none_kept")
def test_one_that_a_run_is_pinned_to_is_not_retired(page):
    """B36"""
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")
    publish(page, NOTE)
    age(page, days=2)

    retire_versions()
    forget_compiled()
    visitor.submits()

    assert visitor.page.templates[0].name == "cmsflows/done.html"


@pytest.mark.usefixtures("_none_kept")
def test_one_that_was_replaced_just_now_is_not_retired(page):
    """Somebody may be starting on it."""
    assert retire_versions() == 0


def test_so_many_are_kept_for_editors(page, settings):
    settings.FLOWS_KEPT_VERSIONS = 1
    page = publish(page, NOTE)
    age(page, days=100)

    assert retire_versions() == 1
    assert len(versions(page)) == 2


@pytest.mark.usefixtures("_none_kept")
def test_those_of_a_page_that_is_gone_are_retired_when_no_run_can_live(page):
    flow = page.flow_id
    FlowPage.objects.get(pk=page.pk).delete()
    FlowVersion.objects.filter(flow=flow).update(created_at=timezone.now() - timedelta(days=100))
    FlowVersion.objects.filter(flow=flow).update(replaced_at=None)

    assert retire_versions() == 2


@pytest.mark.usefixtures("_none_kept")
def test_where_a_store_cannot_count_the_age_decides(page, monkeypatch):
    monkeypatch.setattr("cmsflows.cms.retiring._pinned", lambda flow: None)
    age(page, days=3)
    assert retire_versions() == 0

    age(page, days=40)
    assert retire_versions() == 1


@pytest.mark.usefixtures("_none_kept")
def test_the_command_says_how_many_went(page):
    age(page, days=100)
    said = StringIO()

    call_command("cleanupflows", stdout=said)

    assert "1 version of a flow that nobody needs was deleted." in said.getvalue()


def test_a_draft_that_somebody_is_at_does_not_go_live_with_it(client, boss, page):
    draft = FlowPage.objects.get(pk=page.pk)
    draft.title = "Unfinished"
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision()

    live_again(client, page, versions(page)[0])

    now = FlowPage.objects.get(pk=page.pk)
    assert (now.title, now.flow_version) == ("Checkout", versions(page)[0].sha256)
    assert [block.value["title"] for block in now.flow] == ["Item", "Plan", "Thanks"]


def test_an_alias_is_told_that_it_follows_its_original(client, boss, page):
    alias = page.create_alias(update_slug="alias", user=boss)
    alias.flow = [ITEM, PLAN]
    version = FlowVersion.objects.create(
        flow=alias.flow_id,
        sha256="0" * 64,
        definition=versions(page)[0].definition,
        source='{"flow": [], "inputs": [], "promises": [], "title": ""}',
    )

    response = live_again(client, alias, version)

    assert "This page is an alias" in response.content.decode()


def test_a_damaged_version_does_not_take_the_list_with_it(client, boss, page):
    FlowVersion.objects.create(flow=page.flow_id, sha256="0" * 64, definition="[]", source="{}")

    response = listing(client, page)

    assert response.status_code == 200
