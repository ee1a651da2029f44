"""The page that shows the mails the demo sent, as Django's `filebased` backend keeps them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(shop: None, settings: Any, tmp_path: Path) -> Client:
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return Client()


def shown(client: Client) -> str:
    return client.get("/inbox/").content.decode()


def test_an_empty_one_says_how_to_fill_it(inbox: Client) -> None:
    assert "There are none yet." in shown(inbox)


def test_mails_are_shown_as_text(inbox: Client) -> None:
    send_mail("Your <code>", "It is 123456 – <b>李</b>.", None, ["ada@example.com"])

    page = shown(inbox)

    assert "Your &lt;code&gt;" in page
    assert "It is 123456 – &lt;b&gt;李&lt;/b&gt;." in page
    assert "To ada@example.com" in page


def test_of_a_mail_with_html_its_text_is_shown(inbox: Client) -> None:
    message = EmailMultiAlternatives("Letter", "In plain words.", None, ["ada@example.com"])
    message.attach_alternative("<p>In HTML.</p>", "text/html")
    message.send()

    assert "In plain words." in shown(inbox)
    assert "In HTML." not in shown(inbox)


def test_it_is_there_for_who_tries_the_demo_only(inbox: Client, settings: Any) -> None:
    """Codes for passwords are in it."""
    settings.DEBUG = False

    assert inbox.get("/inbox/").status_code == 404
