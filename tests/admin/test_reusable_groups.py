"""Reusable groups in the admin: listed, edited, searched, previewed, refused where they recur."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.models import FlowPage, ReusableGroup
from tests.cms.posting import fields_of
from tests.cms.reusable.making import publish, titles
from tests.cms.reusable.places import use
from tests.cms.streams import JsonObject, action, id_of, scaffold

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Any:
    return Page.objects.get(slug="home")


def make_group(*steps: JsonObject, title: str = "Delivery") -> ReusableGroup:
    group = ReusableGroup(title=title, flow=list(steps), live=False)
    group.save()
    publish(group, *steps)
    return group


def make_page(home: Any, *steps: JsonObject) -> FlowPage:
    page = home.add_child(instance=FlowPage(title="Checkout", flow=list(steps), live=False))
    publish(page, *steps)
    return page  # type: ignore[no-any-return]  # of Wagtail's tree


def url(name: str, *args: Any) -> str:
    return reverse(ReusableGroup.snippet_viewset.get_url_name(name), args=args)


def save(client: Client, group: ReusableGroup, *steps: JsonObject, **more: str) -> Any:
    """Send the editor's form with these steps. `Any`: Django's test response."""
    block = flow_stream_block()
    state = block.get_form_state(block.to_python(list(steps)))
    fields = {"title": group.title, **fields_of(block, state, "flow"), **more}
    return client.post(url("edit", group.pk), fields)


def test_the_list_says_how_often_a_group_is_used(admin_client: Client, home: Any) -> None:
    used = make_group(action("Address"))
    make_group(action("Phone"), title="Contact")
    make_page(home, use(used))

    text = admin_client.get(url("list")).text

    assert "Delivery" in text
    assert "Once" in text
    assert "Nowhere" in text


def test_groups_are_found_by_their_title(admin_client: Client) -> None:
    make_group(action("Address"))
    make_group(action("Phone"), title="Contact")

    text = admin_client.get(url("list"), {"q": "Contact"}).text

    assert "Contact" in text
    assert "Delivery" not in text


def test_the_editor_has_a_map_of_the_group(admin_client: Client) -> None:
    group = make_group(action("Address"), action("Date"))

    text = admin_client.get(url("edit", group.pk)).text

    assert 'data-side-panel-toggle="flow-map"' in text
    assert f'href="#block-{id_of("test_note", "Date")}-section"' in text


def test_a_group_is_made_saved_and_published(admin_client: Client) -> None:
    group = make_group(action("Address"))

    response = save(admin_client, group, action("Date"), **{"action-publish": "1"})

    assert response.status_code == 302
    group.refresh_from_db()
    assert [item["value"]["title"] for item in group.stored.stream] == ["Date"]


def test_a_group_within_itself_is_refused_on_the_very_block(admin_client: Client) -> None:
    group = make_group(action("Address"))
    other = make_group(use(group), title="Other")

    response = save(
        admin_client,
        group,
        action("Address"),
        scaffold("Deep", use(other)),
        **{"action-publish": "1"},
    )

    (error,) = response.context["form"].errors.as_data()["flow"]
    below = error.block_errors[1].block_errors["steps"].block_errors[0].block_errors["group"]
    assert below.messages == ['"Other" would bring this group into itself. Choose another.']


def test_a_draft_is_not_refused(admin_client: Client) -> None:
    group = make_group(action("Address"))

    response = save(admin_client, group, use(group, "Me"))

    assert response.status_code == 302
    draft = ReusableGroup.objects.get(pk=group.pk).get_latest_revision_as_object()
    (node,) = draft.flow_definition().actions
    assert node.key == "reusable"


def test_a_preview_shows_the_first_step(admin_client: Client) -> None:
    group = make_group(action("Where shall it go?"))

    response = admin_client.get(url("preview_on_edit", group.pk))
    shown = group.make_preview_request(response.wsgi_request, "")

    assert "Where shall it go?" in shown.content.decode()


def test_revisions_of_a_flow_with_a_group_are_compared(admin_client: Client, home: Any) -> None:
    page = make_page(home, use(make_group(action("Address")), "Where"))
    publish(page, use(make_group(action("Phone"), title="Contact"), "Where"))
    first, second = page.revisions.order_by("created_at")

    response = admin_client.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    )

    assert "Contact" in response.text


def test_the_editor_says_that_a_group_has_changed(admin_client: Client, home: Any) -> None:
    group = make_group(action("Address"))
    page = make_page(home, use(group))
    publish(group, action("Date"))

    text = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert "The reusable group “Delivery” has changed since this flow was published." in text
    assert reverse("cmsflows_publish_again", args=[page.pk]) in text


def test_the_editor_says_nothing_while_all_is_as_it_was(admin_client: Client, home: Any) -> None:
    page = make_page(home, use(make_group(action("Address"))))

    text = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert "has changed since this flow was published" not in text


def test_a_page_with_a_group_that_is_not_live_is_refused_in_words(
    admin_client: Client, home: Any
) -> None:
    group = make_group(action("Address"))
    page = home.add_child(instance=FlowPage(title="Checkout", flow=[use(group)], live=False))
    group.unpublish()
    page.save_revision()

    text = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert "stands for a reusable group that is not live" in text


def test_one_button_publishes_the_page_again(admin_client: Client, home: Any) -> None:
    group = make_group(action("Address"))
    page = make_page(home, use(group))
    publish(group, action("Date"))
    address = reverse("cmsflows_publish_again", args=[page.pk])

    asked = admin_client.get(address)

    assert "“Delivery” has changed." in asked.text
    assert titles(page) == ["Address"]

    admin_client.post(address)

    assert titles(page) == ["Date"]


def test_usage_says_which_flows_are_out_of_date(admin_client: Client, home: Any) -> None:
    group = make_group(action("Address"))
    page = make_page(home, use(group))
    publish(group, action("Date"))

    text = admin_client.get(url("usage", group.pk)).text

    assert "Out of date" in text
    assert "Publish 1 flow again" in text

    admin_client.post(reverse("cmsflows_publish_flows_again", args=[group.pk]))

    assert titles(page) == ["Date"]
    assert "Up to date" in admin_client.get(url("usage", group.pk)).text


@pytest.fixture
def editor(client: Client, django_user_model: Any, home: Any) -> Client:
    """May edit pages and groups, and publish nothing."""
    user = django_user_model.objects.create_user("editor", password="secret")
    group = user.groups.create(name="Writers")
    wanted = ["access_admin", "change_reusablegroup", "view_reusablegroup"]
    group.permissions.set(Permission.objects.filter(codename__in=wanted))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=home, permission=change)
    client.force_login(user)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_publish_cannot_publish_again(editor: Client, home: Any, method: str) -> None:
    """B51."""
    group = make_group(action("Address"))
    page = make_page(home, use(group))
    publish(group, action("Date"))

    for address in (
        reverse("cmsflows_publish_again", args=[page.pk]),
        reverse("cmsflows_publish_flows_again", args=[group.pk]),
    ):
        response = getattr(editor, method)(address)
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")

    text = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "has changed since this flow was published" in text
    assert reverse("cmsflows_publish_again", args=[page.pk]) not in text
    assert titles(page) == ["Address"]


def test_who_is_not_logged_in_is_asked_to(client: Client, home: Any) -> None:
    page = make_page(home, use(make_group(action("Address"))))

    response = client.post(reverse("cmsflows_publish_again", args=[page.pk]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


def test_a_page_that_is_no_flow_is_not_found(admin_client: Client, home: Any) -> None:
    assert admin_client.get(reverse("cmsflows_publish_again", args=[home.pk])).status_code == 404


def test_a_locked_page_is_not_touched(admin_client: Client, home: Any, admin_user: Any) -> None:
    group = make_group(action("Address"))
    page = make_page(home, use(group))
    publish(group, action("Date"))
    FlowPage.objects.filter(pk=page.pk).update(locked=True)

    admin_client.post(reverse("cmsflows_publish_again", args=[page.pk]))

    assert titles(page) == ["Address"]


def test_the_page_editor_grows_by_the_block_and_no_more(admin_client: Client, home: Any) -> None:
    """A chooser asks nothing of the database for groups that nobody has chosen."""
    empty = make_page(home, action("One"))
    for number in range(50):
        make_group(action("Address"), title=f"Group number {number}")

    text = admin_client.get(reverse("wagtailadmin_pages:edit", args=[empty.pk])).text

    assert "Group number" not in text
