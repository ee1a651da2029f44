"""A letter that was written by an editor, filled in on a site."""

from typing import Any

import pytest
from django.core import mail

from cmsflows.testing import flow_page, step
from cmsflows.testing.trees import home
from tests.flow_blocks.conftest import Serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(serve: Serve) -> Any:
    """`letter(subject=…, body=…)`. `Any`: answers the letter of a step."""

    def written(**options: Any) -> Any:
        usual = {"to": "others", "addresses": ["us@b.example"], "subject": "Hi", "body": "<p>x</p>"}
        return serve("send_email", {**usual, **options}).action.letter()  # type: ignore[attr-defined]

    return written


def test_a_link_to_a_page_of_the_site_is_whole(letter: Any) -> None:
    page = flow_page(step("message", "Welcome"), slug="offers")

    written = letter(body=f'<p><a linktype="page" id="{page.pk}">Offers</a></p>')

    assert '<a href="http://localhost/offers/">Offers</a>' in written.html
    assert written.text == "Offers (http://localhost/offers/)\n"


def test_a_link_to_a_page_that_is_gone_is_its_words(letter: Any) -> None:
    written = letter(body=f'<p><a linktype="page" id="{home().pk + 1000}">Offers</a></p>')

    assert written.text == "Offers\n"
    assert "<a" not in written.html


def test_an_image_that_was_imported_is_left_out(letter: Any) -> None:
    written = letter(body='<p>Hi<embed embedtype="image" id="1" alt="x" format="left"/></p>')

    assert "<img" not in written.html
    assert written.text == "Hi\n"


def test_what_is_no_address_is_left_out_and_there_is_an_end(letter: Any) -> None:
    """An import need not have kept to the editor's limits."""
    many = [f"us{number}@b.example" for number in range(50)]

    written = letter(addresses=["nobody", "a@b.example\nBcc: x@b.example", *many, *many])

    assert written.to == many[:10]


def test_a_reply_address_that_is_none_is_left_out(letter: Any) -> None:
    assert letter(reply_to="a@b.example\nBcc: x@b.example").reply_to == ""


def test_a_subject_is_one_line_and_escaped_where_it_is_a_title(letter: Any) -> None:
    written = letter(subject="<b>Hi\r\nBcc: eve@b.example</b>")

    assert written.subject == "<b>Hi Bcc: eve@b.example</b>"
    assert "<title>&lt;b&gt;Hi Bcc: eve@b.example&lt;/b&gt;</title>" in written.html


def test_looking_at_the_step_sends_nothing(serve: Serve) -> None:
    serve("send_email", {"subject": "Hi", "body": "<p>x</p>"})

    assert mail.outbox == []
