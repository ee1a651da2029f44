"""How long answers are kept, as the pages say it."""

import re
from datetime import UTC, datetime

from django.utils import timezone

from cmsflows.serving.kept import Kept
from tests.templates.pages import page_of

MOMENT = datetime(2026, 3, 1, 12, 52, tzinfo=UTC)


def text_of(page: str) -> str:
    """What is read without scripts."""
    visible = re.sub(r"<template.*?</template>|<[^>]+>", "", page, flags=re.DOTALL)
    return " ".join(visible.split())


def step(seconds: int = 1200) -> str:
    kept = Kept(seconds, MOMENT)
    return page_of("step", kept=kept, stay_url="/checkout/?_id=1&_stay=1", start_url="/checkout/")


def test_the_line_says_how_long_and_until_when_with_its_time_zone() -> None:
    page = step()

    assert "Your answers are kept for 20 more minutes, until 12:52 p.m. UTC." in text_of(page)
    assert '<time datetime="2026-03-01T12:52:00+00:00">' in page


def test_one_minute_is_one() -> None:
    assert "kept for 1 more minute, until" in text_of(step(seconds=60))


def test_the_time_is_that_of_the_current_time_zone() -> None:
    with timezone.override("Europe/Berlin"):
        assert "until 1:52 p.m. CET." in text_of(step())


def test_what_is_kept_for_long_is_told_with_its_day() -> None:
    """Nobody counts 1 440 minutes."""
    line = text_of(step(seconds=24 * 3600))

    assert "Your answers are kept until March 1, 2026, 12:52 p.m. UTC." in line
    assert "minute" not in line


def test_the_way_to_stay_says_that_it_opens_a_new_tab() -> None:
    link = '<a href="/checkout/?_id=1&amp;_stay=1" target="_blank">'

    assert f"{link}Keep your answers longer (opens in a new tab)</a>" in step()


def test_the_script_comes_only_where_there_is_something_to_watch() -> None:
    assert 'flow-time.js" defer' in step()
    assert "flow-time.js" not in page_of("step")


def test_the_place_that_is_read_aloud_is_there_from_the_start() -> None:
    """Many screen readers pass over a live region that comes together with its words."""
    assert '<div class="flow-time" role="alert"></div>' in step()
    assert 'role="alert"' not in page_of("step")


def test_the_page_to_stay_says_how_long_and_which_tab_it_is_about() -> None:
    page = page_of("stay", kept=Kept(1200, MOMENT), stay_url="/checkout/?_id=1&_stay=1")

    assert "Your answers are kept for 20 more minutes, until 12:52 p.m. UTC." in text_of(page)
    assert 'data-flow-kept="1200" data-flow-stay="/checkout/?_id=1&amp;_stay=1"' in page
    assert 'flow-time.js" defer' in page
