"""A visitor of the tests walks pages and flows in code, and says what is wrong when they cannot."""

import re
from typing import Any

import pytest
from django import forms

from cmsflows import COMPLETE, Action, FlowHandler, RequiredState, Scaffold
from cmsflows.engine.transitions import Linear
from cmsflows.testing import Visitor, flow_page, group, publish, step
from cmsflows.testing.plugin import ServeFlow

pytestmark = pytest.mark.django_db

SIZES = {"question": "Size?", "choices": [{"label": "Small"}, {"label": "Large"}]}


class TeaForm(forms.Form):
    cups = forms.IntegerField(min_value=1, initial=2)
    milk = forms.BooleanField(required=False, initial=True)


class Tea(Action):
    form_class = TeaForm
    exits = {"no_thanks": "No, thank you"}

    def form_valid(self, form: forms.BaseForm) -> Any:
        self.state.update(form.cleaned_data)
        return COMPLETE

    def take_exit(self, name: str) -> Any:
        return COMPLETE


class Cake(Action):
    title = "A piece of cake"


class Party(Scaffold):
    action_set = [Tea, Cake]
    transition = Linear


@pytest.fixture
def shop() -> Any:
    return flow_page(
        step("message", "Welcome"),
        step("choice", "Size", options=SIZES),
        group("Paying", step("message", "Pay"), step("message", "Thanks")),
    )


def complaint(call: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        call()
    return re.sub(r"[0-9a-f]{32}", "ID", str(caught.value))


class TestPages:
    def test_a_page_is_walked_from_its_start_to_its_end(self, visitor: Visitor, shop: Any) -> None:
        visitor.starts(shop)
        visitor.completes("welcome")
        visitor.completes("size", choice="Large")
        visitor.completes("pay", "thanks")

        assert visitor.page.status_code == 200
        assert "cmsflows/done.html" in {each.name for each in visitor.page.templates}

    def test_going_back_shows_the_step_before(self, visitor: Visitor, shop: Any) -> None:
        visitor.starts(shop)
        visitor.completes("welcome")
        visitor.completes("size", choice="Large")

        visitor.goes_back()

        assert visitor.sees("size")
        assert visitor.values == {"choice": "Large"}

    def test_what_was_answered_is_sent_again(self, visitor: Visitor, shop: Any) -> None:
        """As a browser sends the radio button that is chosen."""
        visitor.starts(shop)
        visitor.completes("welcome")
        visitor.completes("size", choice="Large")
        visitor.goes_back()

        visitor.completes("size")

        assert visitor.sees("pay")

    def test_a_page_is_published_anew(self, visitor: Visitor, shop: Any) -> None:
        visitor.starts(publish(shop, step("message", "Closed")))

        assert visitor.sees("closed")

    def test_a_step_is_known_by_slug_or_key(self, visitor: Visitor, shop: Any) -> None:
        visitor.starts(shop)

        assert visitor.sees("welcome")
        assert visitor.sees("message")
        assert not visitor.sees("size")


class TestCode:
    def test_a_flow_in_code_is_walked(self, visitor: Visitor, serve_flow: ServeFlow) -> None:
        visitor.starts(serve_flow(Party))

        visitor.completes("tea", "cake")

        assert visitor.page.status_code == 200

    def test_fields_hold_what_the_page_put_there(
        self, visitor: Visitor, serve_flow: ServeFlow
    ) -> None:
        visitor.starts(serve_flow(Party))
        visitor.completes("tea", milk=None)

        visitor.goes_back()

        assert visitor.values == {"cups": "2", "milk": False}

    def test_a_step_is_left_by_an_exit(self, visitor: Visitor, serve_flow: ServeFlow) -> None:
        visitor.starts(serve_flow(Party))

        visitor.leaves("tea", by="no_thanks")

        assert visitor.sees("cake")

    def test_a_handler_starts_with_state(self, visitor: Visitor, serve_flow: ServeFlow) -> None:
        class Guest(Action):
            preconditions = [RequiredState("name")]

        handler = serve_flow(Guest)

        visitor.starts(handler, name="Ada")
        assert visitor.sees("guest")
        visitor.starts(handler)
        assert not visitor.sees("guest")

    def test_the_urls_of_the_site_are_still_there(
        self, visitor: Visitor, serve_flow: ServeFlow, shop: Any
    ) -> None:
        serve_flow(Party)

        visitor.starts(shop)

        assert visitor.sees("welcome")

    def test_two_flows_may_be_served(self, visitor: Visitor, serve_flow: ServeFlow) -> None:
        first = serve_flow(Party, app_namespace="one")
        second = serve_flow(Cake, prefix="cakes/", app_namespace="two")

        visitor.starts(first)
        assert visitor.sees("tea")
        visitor.starts(second)
        assert visitor.sees("cake")

    def test_a_handler_with_two_flows_wants_a_link(self) -> None:
        handler = FlowHandler()
        handler.register_entry_point(Party)
        handler.register_entry_point(Cake)

        with pytest.raises(TypeError, match="which are: party, cake"):
            Visitor().starts(handler)


class TestWhatIsSaid:
    """An assertion that fails says what the visitor sees instead."""

    def test_of_a_step_that_is_not_the_one(self, visitor: Visitor, shop: Any) -> None:
        visitor.starts(shop)

        assert complaint(lambda: visitor.completes("pay")) == (
            "The visitor is not at “pay”. The visitor sees “Welcome” at /checkout/ (status 200)."
        )

    def test_of_a_form_with_errors(self, visitor: Visitor, shop: Any) -> None:
        visitor.starts(shop)
        visitor.completes("welcome")

        assert complaint(lambda: visitor.completes("size", choice="Huge")) == (
            "“size” was not completed by {'choice': 'Huge'}. The visitor sees "
            "“Size” at /checkout/size/?_id=ID (status 200). "
            "choice: Choose one of the answers."
        )

    def test_of_a_form_that_came_too_late(self, visitor: Visitor, shop: Any) -> None:
        visitor.starts(shop)
        visitor.completes("welcome")
        late = visitor.twin()
        visitor.completes("size", choice="Large")

        assert complaint(lambda: late.completes("size", choice="Small")) == (
            "“size” was not completed by {'choice': 'Small'}. The visitor sees “Pay” at "
            "/checkout/paying/pay/?_id=ID&_note=moved-on (status 200). It says: You went on in "
            "another tab or window. This is where you are now."
        )

    def test_of_a_guard(self, visitor: Visitor, serve_flow: ServeFlow) -> None:
        class Guest(Action):
            preconditions = [RequiredState("name")]

        visitor.starts(serve_flow(Guest))

        assert complaint(lambda: visitor.completes("guest")) == (
            "The visitor is not at “guest”. The visitor sees “You cannot go on from here” at "
            "/shop/guest/ (status 409). It says: Something else is needed before this step."
        )

    def test_of_a_link_that_is_not_there(self, visitor: Visitor, shop: Any) -> None:
        visitor.starts(shop)

        told = complaint(visitor.goes_back)

        assert told.startswith("There is no link “Back”. Links: ")
        assert told.endswith("The visitor sees “Welcome” at /checkout/ (status 200).")

    def test_before_anything_was_opened(self) -> None:
        visitor = Visitor()

        assert complaint(lambda: visitor.completes("welcome")) == (
            "The visitor is not at “welcome”. The visitor has not opened anything yet."
        )
        assert not visitor.sees("welcome")

    @pytest.mark.parametrize("steps", [(), ("welcome", "size")])
    def test_of_fields_for_no_step_or_two(self, steps: tuple[str, ...]) -> None:
        with pytest.raises(TypeError, match="Name the steps to complete"):
            Visitor().completes(*steps, choice="Large")
