"""Mails about codes: their words, and what cannot be smuggled into them."""

from typing import Any

import pytest
from django.core import mail
from django.utils.translation import override
from wagtail.models import Site

from flow_blocks.mail.code_mail import send_code_mail, site_name, words_of_code

pytestmark = pytest.mark.django_db

WORDS = {"code": "123456", "minutes": 10, "site_name": "Kiln & Kettle"}


@pytest.mark.parametrize("kind", ["new_password", "confirm_email"])
def test_a_code_stands_on_a_line_of_its_own(kind: str) -> None:
    send_code_mail(kind, "ada@example.com", WORDS)

    sent = mail.outbox[0]
    assert "\n\n123456\n\n" in str(sent.body)
    assert "10 minutes" in str(sent.body)
    assert "Kiln & Kettle" in str(sent.body)
    assert "123456" not in sent.subject
    assert sent.to == ["ada@example.com"]
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated"}


def test_nothing_of_a_template_is_left_in_a_mail() -> None:
    for kind in ("new_password", "no_account", "confirm_email"):
        send_code_mail(kind, "ada@example.com", WORDS)

    for sent in mail.outbox:
        assert str(sent.body).startswith("Hello,\n")
        assert not {"{", "}", "&amp;"} & {each for each in ("{", "}", "&amp;") if each in sent.body}
        assert sent.subject == sent.subject.strip()


def test_a_name_with_line_breaks_begins_no_header(hostile: str) -> None:
    name = f"Kiln\r\nBcc: eve@example.com\n{hostile}"

    send_code_mail("new_password", "ada@example.com", {**WORDS, "site_name": name})

    assert mail.outbox[0].message()["Bcc"] is None
    assert mail.outbox[0].recipients() == ["ada@example.com"]
    assert "\n" not in mail.outbox[0].subject


def test_the_site_is_called_as_in_the_admin(rf: Any, settings: Any) -> None:
    """Whoever sends the request does not say so: a mail could lead elsewhere then."""
    request = rf.get("/", headers={"Host": "localhost"})
    unnamed = site_name(request)
    settings.WAGTAIL_SITE_NAME = ""
    host = site_name(request)
    Site.objects.update(site_name="Kiln & Kettle")
    Site.clear_site_root_paths_cache()

    named = site_name(rf.get("/"))

    assert unnamed == "cmsflows tests"
    assert host == Site.objects.get().hostname
    assert named == "Kiln & Kettle"


def test_it_can_be_translated(rf: Any) -> None:
    with override("de"):
        send_code_mail("new_password", "ada@example.com", words_of_code(rf.get("/"), "123456"))

    assert "123456" in str(mail.outbox[0].body)
