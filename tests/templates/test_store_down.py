"""The page for when the place where answers rest cannot be reached."""

from typing import Any

from django.template.loader import render_to_string

from tests.house.sources import ROOT

TYPED = [("name", "Ada"), ("note", "one\ntwo"), ("size", "s"), ("size", "l"), ("x", '"><script>')]
AGAIN = '<button class="flow-button" type="submit">Try again</button>'


def page(**context: Any) -> str:
    """As serving renders it: without the request, and there is no database in these tests."""
    least = {"form_action": "/checkout/pay/?_id=1&x=2", "hidden_fields": [], "is_posted": False}
    return render_to_string("cmsflows/store_down.html", {"csrf_token": "t", **least, **context})


def test_it_extends_nothing() -> None:
    """A site's own page may ask for a menu, or for the messages, of what is down."""
    source = (ROOT / "templates" / "cmsflows" / "store_down.html").read_text()

    assert "{% extends" not in source
    assert "{% include" not in source


def test_a_form_is_kept_whole_to_be_sent_again() -> None:
    """B57"""
    down = page(is_posted=True, hidden_fields=TYPED)

    assert '<form class="flow-form" method="post" action="/checkout/pay/?_id=1&amp;x=2">' in down
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="t">' in down
    assert '<input type="hidden" name="name" value="Ada">' in down
    assert '<input type="hidden" name="note" value="one\ntwo">' in down
    assert (
        '<input type="hidden" name="size" value="s"><input type="hidden" name="size" value="l"'
        in down
    )
    assert 'name="x" value="&quot;&gt;&lt;script&gt;">' in down
    assert AGAIN in down


def test_who_sent_a_form_is_told_that_nothing_is_lost_and_nothing_done() -> None:
    down = page(is_posted=True)

    assert "<title>Not sent yet</title>" in down
    assert "<h1>Your answers were not sent yet</h1>" in down
    assert "Nothing was carried out, and nothing is lost" in down


def test_what_is_left_out_is_told() -> None:
    words = "Only passwords and the like, and files, have to be given again"

    assert words in page(is_posted=True)
    assert words not in page(is_posted=True, is_whole=True)


def test_who_only_looked_has_a_link() -> None:
    down = page()

    assert '<a class="flow-button" href="/checkout/pay/?_id=1&amp;x=2">Try again</a>' in down
    assert "<form" not in down
    assert "<h1>Not available at the moment</h1>" in down
