"""Mails of flows in the admin."""

import pytest
from django.urls import reverse

from flow_blocks.models import SentMail
from tests.flow_blocks.admin.staff import staff
from tests.flow_blocks.rows import mail

pytestmark = pytest.mark.django_db

INDEX = "/admin/flows/mails/"


def test_mails_are_listed_with_what_became_of_them() -> None:
    mail(status="failed", error="ConnectionRefusedError: nobody is there")
    client = staff("view", model="sentmail")

    page = client.get(INDEX).content.decode()

    assert "ada@b.example" in page
    assert "Not taken by the mail server" in page


def test_a_mail_says_what_the_server_said() -> None:
    row = mail(status="failed", error="<b>550</b> no such user", text="s3cret", html="s3cret")
    client = staff("view", model="sentmail")

    page = client.get(reverse("flow_mails:inspect", args=[row.pk])).content.decode()

    assert "&lt;b&gt;550&lt;/b&gt; no such user" in page
    assert "s3cret" not in page


def test_mails_are_searched_and_filtered() -> None:
    mail(status="failed")
    mail(to="grace@b.example", status="sent")
    client = staff("view", model="sentmail")

    found = [
        client.get(INDEX, query).context["object_list"].count()
        for query in ({"q": "grace"}, {"status": "failed"}, {"status": "failed", "q": "grace"})
    ]

    assert found == [1, 1, 0]


def test_an_export_is_no_formula() -> None:
    mail(subject="=1+1")
    client = staff("view", model="sentmail")

    response = client.get(INDEX, {"export": "csv"})

    content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=1+1" in content
    assert ",=1+1" not in content


def test_who_may_not_view_sees_nothing() -> None:
    mail()
    client = staff("view", model="savedanswers")

    assert client.get(INDEX).status_code == 302
    assert client.get(INDEX, {"export": "csv"}).status_code == 302


def test_who_may_delete_deletes() -> None:
    row = mail()
    client = staff("view", "delete", model="sentmail")

    client.post(reverse("flow_mails:delete", args=[row.pk]))

    assert not SentMail.objects.exists()
