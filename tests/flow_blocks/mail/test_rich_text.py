"""An editor's rich text as the two parts of a mail."""

import pytest

from flow_blocks.mail.rich_text import Reader, read


def said(source: str, **values: str) -> Reader:
    return read(source, lambda name: values.get(name, ""), base_url="https://shop.example/")


def test_both_parts_say_the_same() -> None:
    reader = said("<p>Dear <b>{name}</b>,</p><p>thank you.</p>", name="Ada")

    assert reader.html == "<p>Dear <b>Ada</b>,</p><p>thank you.</p>"
    assert reader.text == "Dear Ada,\n\nthank you.\n"


def test_values_are_escaped_in_html_and_bare_in_text() -> None:
    reader = said("<p>{name}</p>", name='<script>alert("x")</script>&amp;')

    assert reader.html == ("<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;amp;</p>")
    assert reader.text == '<script>alert("x")</script>&amp;\n'


def test_lines_of_a_value_stay_lines() -> None:
    reader = said("<p>{name}</p>", name="one\ntwo")

    assert reader.html == "<p>one<br>\ntwo</p>"
    assert reader.text == "one\ntwo\n"


def test_lists_have_their_marks() -> None:
    reader = said(
        "<ol><li>One</li><li>Two<ul><li>Inner</li></ul></li><li>Three</li></ol><p>End</p>"
    )

    assert reader.text == "1. One\n2. Two\n  - Inner\n3. Three\n\nEnd\n"


def test_links_are_written_out_and_whole() -> None:
    reader = said('<p><a href="/offers/">Offers</a>, <a href="mailto:a@b.example">us</a></p>')

    assert reader.html == (
        '<p><a href="https://shop.example/offers/">Offers</a>, '
        '<a href="mailto:a@b.example">us</a></p>'
    )
    assert reader.text == "Offers (https://shop.example/offers/), us (a@b.example)\n"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:alert(1)", "file:///etc"]
)
def test_a_link_that_runs_something_is_none(address: str) -> None:
    reader = said(f'<p><a href="{address}">Click</a></p>')

    assert reader.html == "<p>Click</p>"
    assert reader.text == "Click\n"


def test_a_placeholder_in_an_address_is_never_filled_in() -> None:
    reader = said('<p><a href="https://{name}/">Click</a></p>', name="evil.example")

    assert "evil" not in reader.html + reader.text


def test_tags_and_attributes_that_nobody_needs_go() -> None:
    reader = said(
        '<p onclick="x()" data-block-key="k">a<script>b</script><img src=x><iframe></iframe></p>'
    )

    assert reader.html == "<p>ab</p>"


def test_odd_values_are_text(hostile: str) -> None:
    reader = said("<p>{name}</p>", name=hostile)

    assert "<script" not in reader.html
    assert reader.text.strip() == hostile.strip()


def test_an_empty_text_is_empty() -> None:
    assert said("").text == "\n"
