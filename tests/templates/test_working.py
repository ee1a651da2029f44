"""The page of a step whose work is being done, while its visitor waits."""

from tests.templates.pages import page_of

LOOK = "/checkout/a-step/?_waited=1"


def working(*, done=0, total=0, is_over=False, **context):
    progress = {"done": done, "total": total, "is_over": is_over}
    return page_of("working", progress=progress, look_again_after=3, **context)


def test_title_and_heading_say_how_things_stand():
    page = working()

    assert "<title>We are working on it – A step – Checkout</title>" in page
    assert "<h1>We are working on it</h1>" in page
    assert page.count("<h1>") == 1


def test_it_looks_again_with_scripts_and_without():
    page = working()

    assert f'<noscript><meta http-equiv="refresh" content="3;url={LOOK}"></noscript>' in page
    assert f'href="{LOOK}" data-flow-wait="3">Look again</a>' in page
    assert 'flow-wait.js" defer' in page


def test_how_far_it_is_is_said_in_words_and_shown():
    page = working(done=1_200, total=30_000)

    words = '<p id="flow-working-words" role="status">1200 of 30000 done</p>'
    bar = '<progress aria-labelledby="flow-working-words" max="30000" value="1200"></progress>'
    assert words in page
    assert bar in page


def test_where_nobody_can_tell_the_bar_has_no_value():
    page = working(done=3)

    assert '<p id="flow-working-words" role="status">Under way</p>' in page
    assert '<progress aria-labelledby="flow-working-words"></progress>' in page


def test_numbers_in_the_bar_are_for_the_browser_whatever_the_language(settings):
    settings.LANGUAGE_CODE = "de"
    settings.USE_THOUSAND_SEPARATOR = True

    page = working(done=1_200, total=30_000)

    assert 'max="30000" value="1200"' in page
    assert "1.200" in page


def test_what_is_over_is_taken_up_by_a_form():
    page = working(is_over=True)

    assert "<h1>You can go on</h1>" in page
    assert "data-flow-go-on" in page
    assert '<button class="flow-button" type="submit" name="_settle" value="1">Continue' in page
    assert "data-flow-wait" not in page


def test_whoever_asked_in_vain_is_told_so_and_asks_by_hand():
    """Else a browser would ask for ever."""
    page = working(is_over=True, was_asked=True)

    assert "We have asked again. There is no answer yet." in page
    assert "data-flow-go-on" not in page


def test_cancelling_promises_to_take_back():
    page = working(can_cancel=True)

    assert "Should your last step still go through, we will take it back." in page
