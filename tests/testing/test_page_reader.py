"""A page is read as a browser would send its form, were nothing typed."""

import pytest

from cmsflows.testing.page_reader import PageReader

RADIO = '<input type="radio" name="a" value'
STEP = '<input type="hidden" name="_pos" value="1">'


def form(html: str, attributes: str = 'method="post" action="/here/"') -> PageReader:
    return PageReader(f"<form {attributes}>{STEP}{html}</form>")


@pytest.mark.parametrize(
    ("html", "fields"),
    [
        ('<input name="a" value="1">', {"a": ["1"]}),
        ('<input type="TEXT" name="a">', {"a": [""]}),
        ('<input type="checkbox" name="a" checked>', {"a": ["on"]}),
        ('<input type="checkbox" name="a" value="x">', {"a": []}),
        (f'{RADIO}="1">{RADIO}="2" checked>', {"a": ["2"]}),
        ("<textarea name='a'>\nA &amp; B\n</textarea>", {"a": ["A & B\n"]}),
        ('<select name="a"><option value="1">1<option value="2" selected>2</select>', {"a": ["2"]}),
        ('<select name="a"><option value="1">1<option value="2">2</select>', {"a": ["1"]}),
        ('<select name="a" multiple><option value="1">1</select>', {"a": []}),
        ('<input name="a" disabled value="1"><input value="no name">', {}),
        ('<input type="file" name="a"><input type="submit" name="b" value="B">', {}),
    ],
)
def test_fields_hold_what_a_browser_would_send(html: str, fields: dict[str, list[str]]) -> None:
    assert form(html).form.fields == fields


def test_the_form_of_the_step_is_found_among_others() -> None:
    """A site's own template may hold a search, a log-out and what not."""
    other = '<form method="post" action="/log-out/"><input name="q"></form>'
    search = '<form action="/search/"><input name="q"></form>'
    step = f'<form method="POST" action="/step/">{STEP}<input name="a"></form>'

    found = PageReader(f"{other}{search}{step}{other}").form

    assert (found.action, found.hidden, found.fields) == ("/step/", {"_pos": "1"}, {"a": [""]})


def test_without_a_step_the_last_form_will_do() -> None:
    forms = '<form method="post" action="/1/"></form><form method="post" action="/2/"></form>'

    assert PageReader(forms).form.action == "/2/"


def test_a_page_without_forms_has_an_empty_one() -> None:
    assert PageReader("<p>Nothing</p>").form.action == ""


def test_links_and_headings_are_known_by_their_words() -> None:
    page = PageReader('<h1>Good\n <em>day</em></h1><a href="/a/">Go  <b>on</b></a><h2>More</h2>')

    assert page.headings == ["Good day"]
    assert page.links == {"Go": "/a/", "on": "/a/"}
