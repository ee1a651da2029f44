"""When a soak takes its store away."""

from tests.soak.trouble import outages


def test_a_short_soak_has_one_outage_in_its_middle():
    assert outages(6) == [3]


def test_a_long_one_has_an_outage_a_minute_and_none_at_its_end():
    assert outages(300) == [30, 90, 150, 210, 270]
