"""The page of a step that is under way, in doubt, or left to another site."""

import pytest

from tests.templates.pages import page_of

CHECK = '<button class="flow-button" type="submit" name="_settle" value="1">Check again</button>'
LOOK = "/checkout/a-step/?_waited=1"
CANCEL = 'name="_cancel" value="1"'


@pytest.mark.parametrize(
    ("reason", "heading"),
    [
        ("running", "One moment, please"),
        ("doubt", "We are not sure yet"),
        ("outside", "Not finished yet"),
    ],
)
def test_title_and_heading_say_how_things_stand(reason: str, heading: str) -> None:
    page = page_of("unsettled", reason=reason)

    assert f"<title>{heading} – A step – Checkout</title>" in page
    assert f"<h1>{heading}</h1>" in page
    assert page.count("<h1>") == 1


def test_while_a_step_is_under_way_the_page_looks_again_with_scripts_and_without() -> None:
    page = page_of("unsettled", reason="running", look_again_after=3)

    refresh = f'<meta http-equiv="refresh" content="3;url={LOOK}">'
    link = f'<a class="flow-button" href="{LOOK}" data-flow-wait="3">Look again</a>'
    assert f"<noscript>{refresh}</noscript>" in page
    assert link in page
    assert 'flow-wait.js" defer' in page


@pytest.mark.parametrize("reason", ["doubt", "outside"])
def test_nothing_else_looks_again_by_itself(reason: str) -> None:
    page = page_of("unsettled", reason=reason)

    assert "http-equiv" not in page
    assert "flow-wait" not in page


def test_who_cannot_ask_the_step_is_told_whom_to_ask() -> None:
    page = page_of("unsettled", reason="doubt", reference="a4f9")

    assert "Please get in touch with us, and name this reference: <code>a4f9</code>" in squeezed(
        page
    )
    assert "<form" not in page


def test_who_can_ask_the_step_is_told_whom_to_ask_should_that_not_help() -> None:
    page = page_of("unsettled", reason="doubt", reference="a4f9", can_settle=True)

    assert CHECK in page
    assert "name this reference: <code>a4f9</code>" in squeezed(page)


def test_who_waits_for_another_site_has_always_something_to_press() -> None:
    assert CHECK in page_of("unsettled", reason="outside", can_settle=True)
    assert f'href="{LOOK}">Look again</a>' in page_of("unsettled", reason="outside")


def test_whoever_asked_in_vain_is_told_so() -> None:
    page = page_of("unsettled", reason="outside", can_settle=True, was_asked=True)

    assert '<div class="flow-notice" role="status"><p>We have asked again.' in page


def test_a_notice_goes_before_that() -> None:
    page = page_of("unsettled", reason="outside", notice="Not <now>.", was_asked=True)

    assert '<div class="flow-notice" role="status"><p>Not &lt;now&gt;.</p></div>' in page
    assert "We have asked again" not in page


def test_cancelling_is_a_form_of_its_own_and_promises_to_take_back() -> None:
    page = page_of("unsettled", reason="outside", can_settle=True, can_cancel=True)

    assert page.index(CHECK) < page.index('<details class="flow-cancel">') < page.index(CANCEL)
    assert "Should your last step still go through, we will take it back." in page


def squeezed(page: str) -> str:
    return " ".join(page.split())
