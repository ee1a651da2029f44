"""Flows as files in the admin: downloaded by who may edit, uploaded as a draft and nothing more."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cmsflows.models import FlowPage
from tests.cms.exchange.files import exported
from tests.cms.reusable.making import titles
from tests.cms.streams import action, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> FlowPage:
    home = Page.objects.get(slug="home")
    made = home.add_child(instance=FlowPage(title="Checkout", flow=[action("One")]))
    return made  # type: ignore[no-any-return]  # of Wagtail's tree


def url(name: str, page: Any) -> str:
    return reverse(f"cmsflows_{name}", args=[page.pk])


def upload(client: Client, page: Any, content: Any) -> Any:
    """`Any`: JSON or bytes, and Django's test response."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(url("import", page), {"file": SimpleUploadedFile("flow.json", data)})


def test_the_editor_leads_to_both(admin_client: Client, page: FlowPage) -> None:
    text = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert url("export", page) in text
    assert url("import", page) in text


def test_the_draft_is_downloaded(admin_client: Client, page: FlowPage) -> None:
    page.flow = [action("Draft")]
    page.save_revision()

    response = admin_client.get(url("export", page))

    assert response["Content-Disposition"] == 'attachment; filename="checkout.json"'
    assert json.loads(response.content)["flow"][0]["value"]["title"] == "Draft"


def test_an_upload_is_a_draft(admin_client: Client, page: FlowPage, admin_user: Any) -> None:
    response = upload(admin_client, page, exported(action("New")))

    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    page.refresh_from_db()
    assert titles(page) == ["One"]
    assert page.get_latest_revision().user == admin_user
    assert page.get_latest_revision_as_object().flow[0].value["title"] == "New"


def test_every_problem_is_listed_and_escaped(admin_client: Client, page: FlowPage) -> None:
    response = upload(admin_client, page, exported(1, item("<script>")))

    assert "There are 2 problems in this file, so nothing was imported." in response.text
    assert "/flow/1/type" in response.text
    assert "“&lt;script&gt;”" in response.text
    assert FlowPage.objects.get().latest_revision is None


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b" " * 10_000_001])
def test_a_file_that_is_no_json_is_refused(
    admin_client: Client, page: FlowPage, content: bytes
) -> None:
    response = upload(admin_client, page, content)

    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_no_file_at_all_is_refused(admin_client: Client, page: FlowPage) -> None:
    response = admin_client.post(url("import", page))

    assert response.context["form"].errors["file"] == ["This field is required."]


@pytest.mark.parametrize("name", ["export", "import"])
def test_a_page_that_is_no_flow_is_not_found(admin_client: Client, name: str) -> None:
    assert admin_client.get(url(name, Page.objects.get(slug="home"))).status_code == 404


@pytest.mark.parametrize("name", ["export", "import"])
def test_who_may_not_edit_the_page_may_neither(
    client: Client, page: FlowPage, django_user_model: Any, name: str
) -> None:
    """B51."""
    user = django_user_model.objects.create_user("eve")
    user.user_permissions.add(access_admin())
    client.force_login(user)

    assert client.get(url(name, page)).url == reverse("wagtailadmin_home")
    assert upload(client, page, exported()).url == reverse("wagtailadmin_home")
    assert FlowPage.objects.get().latest_revision is None


def test_a_locked_page_takes_no_upload(admin_client: Client, page: FlowPage) -> None:
    FlowPage.objects.update(locked=True)

    upload(admin_client, page, exported(action("New")))

    assert FlowPage.objects.get().latest_revision is None


def test_an_alias_takes_no_upload(admin_client: Client, page: FlowPage) -> None:
    """It follows its page."""
    alias = page.create_alias(update_slug="other")

    upload(admin_client, alias, exported(action("New")))

    assert FlowPage.objects.get(pk=alias.pk).latest_revision is None


def access_admin() -> Any:
    """`Any`: Django's permission."""
    return Permission.objects.get(codename="access_admin")
