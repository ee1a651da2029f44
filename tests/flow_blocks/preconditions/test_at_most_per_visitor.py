"""At most so many times: a visitor finishes a flow that often, in however many tabs."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from cmsflows import Action
from cmsflows.models import StoredTask
from cmsflows.statestore.loading import default_store
from cmsflows.testing import Visitor, at_once, flow_page, guard, step
from cmsflows.testing.plugin import ServeFlow
from flow_blocks.models import Turn
from flow_blocks.preconditions.at_most_per_visitor import AtMostPerVisitor
from tests.flow_blocks.preconditions.conftest import Ask, options_block

pytestmark = pytest.mark.django_db

ONCE = "You have done this before, and it can be done only once."
OFTEN = "You have done this as often as one visitor may."
BEGUN = "You have begun this before. Finish or cancel that first, or try again later."

CHOICE = {"question": "Tea?", "choices": [{"label": "Yes"}, {"label": "No"}]}


def raffle(most: int = 1, slug: str = "raffle") -> Any:
    """Whose first step is guarded."""
    guards = [guard("at_most_per_visitor", most=most)]
    return flow_page(
        step("choice", "Enter", options=CHOICE, preconditions=guards),
        step("message", "Good luck"),
        slug=slug,
    )


def goes_through(visitor: Visitor, page: Any) -> None:
    visitor.starts(page)
    visitor.completes("enter", choice="Yes")
    visitor.completes("good-luck")


def is_told(visitor: Visitor, sentence: str) -> bool:
    return visitor.page.status_code == 409 and sentence in visitor.text


def time_goes_by() -> None:
    """More than any request takes."""
    Turn.objects.update(taken_at=timezone.now() - timedelta(hours=1))


class TestOneVisitor:
    def test_once_is_once(self, visitor: Visitor) -> None:
        page = raffle()
        goes_through(visitor, page)

        visitor.starts(page)

        assert is_told(visitor, ONCE)

    def test_twice_is_twice(self, visitor: Visitor) -> None:
        page = raffle(most=2)
        goes_through(visitor, page)
        goes_through(visitor, page)

        visitor.starts(page)

        assert is_told(visitor, OFTEN)

    def test_another_flow_counts_by_itself(self, visitor: Visitor) -> None:
        goes_through(visitor, raffle())

        goes_through(visitor, raffle(slug="another"))

    def test_another_browser_is_another_visitor(self, visitor: Visitor) -> None:
        page = raffle()
        goes_through(visitor, page)

        goes_through(Visitor(Client()), page)

    def test_looking_takes_no_turn(self, visitor: Visitor) -> None:
        page = raffle()

        visitor.starts(page)
        visitor.starts(page)

        assert not Turn.objects.exists()

    def test_going_back_takes_no_other(self, visitor: Visitor) -> None:
        visitor.starts(raffle())
        visitor.completes("enter", choice="Yes")
        visitor.goes_back()

        visitor.completes("enter", choice="No")
        visitor.completes("good-luck")

        assert Turn.objects.get().is_spent

    def test_a_form_with_errors_is_mended_under_the_same_turn(self, visitor: Visitor) -> None:
        """Though nothing is saved of the run yet."""
        visitor.starts(raffle())
        visitor.submits()
        assert visitor.errors == {"choice": ["Choose one of the answers."]}

        visitor.completes("enter", choice="Yes")

        assert Turn.objects.count() == 1

    def test_a_first_form_sent_twice_leads_on(self, visitor: Visitor) -> None:
        visitor.starts(raffle())
        twin = visitor.twin()
        visitor.completes("enter", choice="Yes")

        twin.submits(choice="Yes")

        assert twin.sees("good-luck")

    def test_a_last_form_sent_twice_shows_the_end(
        self, serve_flow: ServeFlow, visitor: Visitor
    ) -> None:
        class Only(Action):
            preconditions = [AtMostPerVisitor]

        visitor.starts(serve_flow(Only))
        twin = visitor.twin()
        visitor.completes("only")

        twin.submits()

        assert twin.page.status_code == 200
        assert twin.page.content == visitor.page.content


class TestTwoTabs:
    def test_of_two_at_once_one_gets_the_turn(self, visitor: Visitor) -> None:
        page = raffle()
        other = visitor.twin()
        visitor.starts(page)
        other.starts(page)

        visitor.completes("enter", choice="Yes")
        other.submits(choice="Yes")

        assert is_told(other, BEGUN)
        visitor.completes("good-luck")
        other.starts(page)
        assert is_told(other, ONCE)

    def test_what_is_cancelled_gives_its_turn_back(self, visitor: Visitor) -> None:
        page = raffle()
        visitor.starts(page)
        visitor.completes("enter", choice="Yes")
        visitor.submits(_cancel="1")

        goes_through(visitor, page)

        assert Turn.objects.get().is_spent

    def test_what_is_left_to_expire_gives_its_turn_back(self, visitor: Visitor) -> None:
        page = raffle()
        visitor.starts(page)
        visitor.completes("enter", choice="Yes")
        default_store().delete_state(visitor.form.hidden["_id"])
        time_goes_by()

        goes_through(visitor, page)

        assert Turn.objects.get().is_spent

    def test_what_still_goes_on_keeps_its_turn_however_long(self, visitor: Visitor) -> None:
        page = raffle()
        visitor.starts(page)
        visitor.completes("enter", choice="Yes")
        other = visitor.twin()
        time_goes_by()

        other.starts(page)

        assert is_told(other, BEGUN)
        visitor.completes("good-luck")

    def test_a_run_that_is_about_to_be_saved_keeps_its_turn(self, visitor: Visitor) -> None:
        """Its turn is there before it is."""
        page = raffle()
        visitor.starts(page)
        other = visitor.twin()
        other.starts(page)
        visitor.submits()
        assert not StoredTask.objects.exists()

        other.submits(choice="Yes")

        assert is_told(other, BEGUN)

    def test_what_cannot_be_read_keeps_its_turn(self, visitor: Visitor) -> None:
        page = raffle()
        visitor.starts(page)
        visitor.completes("enter", choice="Yes")
        StoredTask.objects.update(record="no JSON")
        time_goes_by()

        visitor.starts(page)

        assert is_told(visitor, BEGUN)


@pytest.mark.django_db(transaction=True)
def test_of_eight_tabs_that_send_at_once_one_gets_through() -> None:
    page = raffle()
    first = Visitor()
    first.starts(page)
    tabs = [Visitor(Client()) for _number in range(8)]
    for tab in tabs:
        tab.client.cookies = first.client.cookies.copy()  # one browser, and eight connections
        tab.starts(page)

    answers = at_once(lambda number: tabs[number].submits(choice="Yes").status_code)

    assert sorted(answers) == [200] + [409] * 7
    assert StoredTask.objects.count() == 1


class TestWhoLogsIn:
    @pytest.fixture
    def eve(self) -> Any:
        return get_user_model().objects.create_user("eve")

    def test_an_account_counts_in_every_browser(self, visitor: Visitor, eve: Any) -> None:
        page = raffle()
        visitor.client.force_login(eve)
        goes_through(visitor, page)
        elsewhere = Visitor(Client())
        elsewhere.client.force_login(eve)

        elsewhere.starts(page)

        assert is_told(elsewhere, ONCE)

    def test_two_accounts_in_one_browser_are_two_visitors(
        self, visitor: Visitor, eve: Any, ada: Any
    ) -> None:
        page = raffle()
        for user in (eve, ada):
            visitor.client.force_login(user)
            goes_through(visitor, page)

        assert Turn.objects.filter(is_spent=True).count() == 2

    def test_who_logs_in_half_way_has_used_the_turn_of_the_account_too(
        self, visitor: Visitor, eve: Any
    ) -> None:
        page = raffle()
        eve.set_password("a difference engine")
        eve.save()
        log_in = step("log_in", "Log in")
        page.flow = [page.flow.raw_data[0], log_in]
        page.save_revision().publish()
        visitor.starts(page)
        visitor.completes("enter", choice="Yes")
        visitor.completes("log-in", username="eve", password="a difference engine")

        visitor.starts(page)

        assert is_told(visitor, ONCE)

    def test_neither_account_nor_cookie_is_written_down(self, visitor: Visitor, eve: Any) -> None:
        visitor.client.force_login(eve)
        goes_through(visitor, raffle())

        kept = str(Turn.objects.values())
        assert "eve" not in kept
        assert str(visitor.client.session["cmsflows_secret"]) not in kept


class TestOptions:
    @pytest.mark.parametrize("options", [{}, {"most": 0}, {"most": "3"}, {"most": True}])
    def test_what_is_no_number_is_not_once(self, ask: Ask, options: dict[str, Any]) -> None:
        asked = ask("at_most_per_visitor", options)

        assert not asked.is_met
        assert asked.flaws == ["“At most so many times” does not say how many. Enter a number."]

    def test_editors_are_told_at_the_field(self) -> None:
        block = options_block("at_most_per_visitor")

        with pytest.raises(ValidationError) as caught:
            block.clean(block.to_python({"most": 0}))

        assert list(caught.value.block_errors) == ["most"]  # type: ignore[attr-defined]  # Wagtail's

    def test_it_is_once_unless_they_say_otherwise(self) -> None:
        block = options_block("at_most_per_visitor")

        assert block.get_prep_value(block.get_default()) == {"most": 1}


def test_a_guard_in_the_middle_counts_who_gets_there(visitor: Visitor) -> None:
    guards = [guard("at_most_per_visitor", most=1)]
    page = flow_page(
        step("message", "Welcome"), step("message", "Enter", preconditions=guards), slug="middle"
    )
    visitor.starts(page)
    visitor.completes("welcome")
    assert not Turn.objects.exists()

    visitor.completes("enter")
    visitor.starts(page)
    visitor.completes("welcome")

    assert is_told(visitor, ONCE)


def test_a_guarded_group_counts_once(visitor: Visitor) -> None:
    guards = [guard("at_most_per_visitor", most=1)]
    within = step("scaffold", "Group", preconditions=guards, steps=[step("message", "One")])
    within["value"]["steps"].append(step("message", "Two"))
    page = flow_page(within, slug="grouped")
    visitor.starts(page)

    visitor.completes("one", "two")

    assert Turn.objects.get().is_spent
