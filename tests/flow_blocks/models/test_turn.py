"""Turns are taken once each, however many ask at the same moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cmsflows.testing import at_once
from flow_blocks.models import Turn


def take(task: str, *, most: int = 1, visitor: str = "ada", flow: str = "page:1") -> bool:
    return Turn.objects.take(flow=flow, visitor=visitor, most=most, task=task)


@pytest.mark.django_db
class TestTaking:
    def test_there_are_as_many_as_may_be(self) -> None:
        assert [take(task, most=2) for task in "abc"] == [True, True, False]

    def test_a_run_keeps_the_one_it_has(self) -> None:
        assert [take("a"), take("a"), take("a")] == [True, True, True]
        assert Turn.objects.count() == 1

    def test_each_visitor_and_each_flow_has_its_own(self) -> None:
        assert take("a")
        assert take("b", visitor="eve")
        assert take("c", flow="page:2")

    def test_one_that_is_given_back_can_be_taken(self) -> None:
        take("a")

        Turn.objects.give_back(["a"])

        assert take("b")

    def test_one_that_is_spent_is_not_given_back(self) -> None:
        take("a")
        Turn.objects.spend("a")

        Turn.objects.give_back(["a"])

        assert not take("b")

    def test_one_that_was_asked_for_just_now_is_spared(self) -> None:
        take("a")
        before = timezone.now()
        take("a")

        Turn.objects.give_back(["a"], before=before)

        assert Turn.objects.count() == 1
        Turn.objects.give_back(["a"], before=timezone.now() + timedelta(seconds=1))
        assert Turn.objects.count() == 0

    def test_where_fewer_may_be_than_were_taken_none_is_left(self) -> None:
        for task in "abc":
            take(task, most=3)
        Turn.objects.give_back(["a"])

        assert not take("d", most=2)
        assert take("d", most=3)

    def test_a_run_can_count_under_another_name_too(self) -> None:
        take("a")
        take("other", visitor="user")
        turn = Turn.objects.get(task="a")

        Turn.objects.spend_also(turn, "user")
        Turn.objects.spend_also(turn, "user")

        assert Turn.objects.filter(visitor="user", is_spent=True).count() == 1
        assert not take("b", most=2, visitor="user")

    def test_it_shows_nothing_of_its_visitor(self) -> None:
        take("a")

        assert str(Turn.objects.get()) == "page:1: 1"


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_eight_runs_two_get_the_two_turns(self) -> None:
        taken = at_once(lambda number: take(f"task {number}", most=2))

        assert sorted(taken) == [False] * 6 + [True] * 2

    def test_of_one_form_sent_eight_times_all_get_the_same_turn(self) -> None:
        taken = at_once(lambda number: take("a", most=3))

        assert taken == [True] * 8
        assert Turn.objects.count() == 1
