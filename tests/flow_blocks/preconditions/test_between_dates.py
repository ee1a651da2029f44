"""Between dates is open from its first moment until just before its last."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError

from cmsflows.testing import Visitor, flow_page, guard, step
from flow_blocks.preconditions import between_dates
from flow_blocks.preconditions.between_dates import BetweenDates
from tests.flow_blocks.preconditions.conftest import Ask, options_block

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`at(moment)`: let it be that time, for this guard."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(between_dates.timezone, "now", lambda: moment)

    return at


@pytest.fixture
def berlin(settings: Any) -> Any:
    settings.TIME_ZONE = "Europe/Berlin"
    return settings


def stored(**moments: datetime) -> dict[str, str]:
    return {name: moment.isoformat() for name, moment in moments.items()}


@pytest.mark.parametrize(
    ("now", "is_met"),
    [
        (NOON - HOUR - timedelta(microseconds=1), False),
        (NOON - HOUR, True),
        (NOON, True),
        (NOON + HOUR - timedelta(microseconds=1), True),
        (NOON + HOUR, False),
    ],
)
def test_the_first_moment_is_within_and_the_last_is_not(
    ask: Ask, at: Any, now: datetime, is_met: bool
) -> None:
    at(now)

    asked = ask("between_dates", stored(opens=NOON - HOUR, closes=NOON + HOUR))

    assert asked.is_met is is_met


def test_before_it_says_when_it_opens(ask: Ask, at: Any) -> None:
    at(NOON)

    asked = ask("between_dates", stored(opens=NOON + HOUR))

    assert not asked.is_met
    assert asked.message == "This opens on June 1, 2026, 1 p.m. (UTC)."
    assert asked.way_out is None


def test_after_it_says_since_when_it_is_closed(ask: Ask, at: Any) -> None:
    at(NOON)

    asked = ask("between_dates", stored(closes=NOON - HOUR))

    assert not asked.is_met
    assert asked.message == "This has been closed since June 1, 2026, 11 a.m. (UTC)."


@pytest.mark.parametrize("name", ["opens", "closes"])
def test_one_of_the_two_will_do(ask: Ask, at: Any, name: str) -> None:
    at(NOON)
    way = -HOUR if name == "opens" else HOUR

    assert ask("between_dates", stored(**{name: NOON + way})).is_met


def test_visitors_read_the_time_of_the_site(ask: Ask, at: Any, berlin: Any) -> None:
    at(NOON)

    assert ask("between_dates", stored(opens=NOON + HOUR)).message == (
        "This opens on June 1, 2026, 3 p.m. (CEST)."
    )


@pytest.mark.parametrize(
    "options",
    [{"opens": "soon"}, {"closes": 5}, {"opens": "2026-02-31T10:00:00Z"}, {"opens": ["x"]}],
)
def test_what_is_no_moment_is_never_open(ask: Ask, options: dict[str, Any]) -> None:
    asked = ask("between_dates", options)

    assert not asked.is_met
    assert asked.message == "This is not open now."
    assert asked.flaws == ["A time at which this opens or closes cannot be read. Enter it again."]


def test_what_closes_before_it_opens_cannot_go_live(ask: Ask) -> None:
    asked = ask("between_dates", stored(opens=NOON, closes=NOON))

    assert asked.flaws == [
        "This closes before it opens, so nobody can come in. Change one of them."
    ]


class TestEditors:
    """What they enter, in the site's time zone."""

    def cleaned(self, opens: str = "", closes: str = "") -> dict[str, Any]:
        block = options_block("between_dates")
        data = {"x-opens": opens, "x-closes": closes}
        value = block.clean(block.value_from_datadict(data, {}, "x"))
        return dict(block.get_prep_value(value))

    def errors(self, **entered: str) -> dict[str, str]:
        with pytest.raises(StructBlockValidationError) as caught:
            self.cleaned(**entered)
        return {name: error.messages[0] for name, error in caught.value.block_errors.items()}

    def test_a_time_is_kept_with_its_offset(self, berlin: Any) -> None:
        assert self.cleaned(opens="2026-06-01 14:00", closes="2026-12-01 14:00") == {
            "opens": "2026-06-01T14:00:00+02:00",
            "closes": "2026-12-01T14:00:00+01:00",
        }

    def test_it_is_the_sites_zone_and_not_the_editors(self, berlin: Any) -> None:
        with timezone.override("Asia/Tokyo"):
            kept = self.cleaned(opens="2026-06-01 14:00")
            block = options_block("between_dates")
            shown = block.get_form_state(block.to_python(kept))

        assert kept["opens"] == "2026-06-01T14:00:00+02:00"
        assert shown["opens"] == "2026-06-01 14:00"

    def test_a_time_that_the_clocks_skip_is_refused_at_its_field(self, berlin: Any) -> None:
        assert (
            "2026-03-29 02:30:00 couldn’t be interpreted"
            in (self.errors(opens="2026-03-29 02:30")["opens"])
        )

    def test_a_time_that_comes_twice_is_refused_at_its_field(self, berlin: Any) -> None:
        assert "couldn’t be interpreted" in self.errors(closes="2026-10-25 02:30")["closes"]

    def test_it_closes_after_it_opens(self) -> None:
        assert self.errors(opens="2026-06-01 14:00", closes="2026-06-01 14:00") == {
            "closes": "Choose a time after it opens."
        }

    def test_across_the_change_of_the_clocks_moments_are_compared(self, berlin: Any) -> None:
        """02:00 in summer is before 01:59 an hour and a half later, in winter."""
        early, late = "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"
        block = options_block("between_dates")

        block.clean(block.to_python({"opens": early, "closes": late}))
        with pytest.raises(StructBlockValidationError):
            block.clean(block.to_python({"opens": late, "closes": early}))

    def test_one_of_the_two_is_needed(self) -> None:
        assert self.errors() == {"opens": "Say when it opens, or when it closes, or both."}

    def test_a_draft_may_have_neither_yet(self) -> None:
        block = options_block("between_dates")
        block.defer_required_validation()
        try:
            assert self.cleaned() == {"opens": None, "closes": None}
        finally:
            block.restore_deferred_validation()

    def test_what_is_no_time_is_refused_at_its_field(self) -> None:
        assert self.errors(opens="tomorrow") == {"opens": "Enter a valid date/time."}


def test_a_moment_without_an_offset_is_in_the_sites_zone(ask: Ask, at: Any, berlin: Any) -> None:
    """As somebody may write it by hand, in a file that is imported."""
    at(datetime(2026, 6, 1, 11, 59, tzinfo=UTC))
    options = {"opens": "2026-06-01T14:00:00"}
    assert not ask("between_dates", options).is_met

    at(datetime(2026, 6, 1, 12, 0, tzinfo=UTC))

    assert ask("between_dates", options).is_met


def test_a_site_without_time_zones_compares_its_own_time(settings: Any) -> None:
    settings.USE_TZ = False
    now = datetime.now()
    opened, closed = BetweenDates(opens=now - HOUR), BetweenDates(closes=now - HOUR)

    assert opened.is_met(None)  # type: ignore[arg-type]  # it asks nothing of the step
    assert not closed.is_met(None)  # type: ignore[arg-type]  # likewise


@pytest.mark.django_db
def test_a_flow_opens_and_closes_while_a_visitor_is_in_it(visitor: Visitor, at: Any) -> None:
    opening = guard("between_dates", **stored(opens=NOON, closes=NOON + HOUR))
    page = flow_page(step("message", "Welcome"), step("message", "Enter", preconditions=[opening]))
    at(NOON - HOUR)
    visitor.starts(page)
    visitor.completes("welcome")
    assert visitor.page.status_code == 409
    assert "This opens on June 1, 2026, noon (UTC)." in visitor.text

    at(NOON)
    visitor.opens(visitor.url)
    assert visitor.sees("enter")
    at(NOON + HOUR)
    answer = visitor.submits()

    assert answer.status_code == 409
    assert "This has been closed since June 1, 2026, 1 p.m. (UTC)." in visitor.text


@pytest.mark.django_db
def test_a_page_that_is_not_saved_yet_can_be_read(berlin: Any) -> None:
    """What stands in its form are moments, and a definition holds plain JSON."""
    page = flow_page(step("message", "Enter", preconditions=[guard("between_dates", opens="")]))
    page.flow[0].value["preconditions"][0].value["opens"] = NOON

    spec = page.flow_definition().actions[0].preconditions[0]

    assert spec.options["opens"] == NOON.isoformat()
