"""No URL leads past a precondition, and every unmet one leads somewhere honest."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth import login as log_in
from django.http import HttpResponse

from cmsflows import COMPLETE, Action, LoginRequired, Precondition, RequiredState, Scaffold
from cmsflows.engine.transitions import Linear
from cmsflows.statestore.rows import StoredTask

pytestmark = pytest.mark.django_db


class Closed(Precondition):
    message = "This is closed."

    def is_met(self, component):
        return False


class Welcome(Action):
    pass


class Open(Action):
    pass


class Shut(Action):
    preconditions = [Closed]


class Members(Action):
    preconditions = [LoginRequired]


class GivePlan(Action):
    provides = {"plan": str}
    exits = {"elsewhere": "Elsewhere"}

    def form_valid(self, form):
        self.state["plan"] = "small"
        return COMPLETE


class NeedsPlan(Action):
    preconditions = [RequiredState("plan")]


class LogIn(Action):
    logs_in = True

    def form_valid(self, form):
        user = get_user_model().objects.get()
        log_in(self.request, user, "django.contrib.auth.backends.ModelBackend")
        return COMPLETE


@pytest.fixture
def mary():
    return get_user_model().objects.create_user("mary")


def any_one_of(*steps):
    return type("Choice", (Scaffold,), {"action_set": steps})


def in_order(*steps, **attributes):
    return type("Flow", (Scaffold,), {"action_set": steps, "transition": Linear, **attributes})


def test_an_alternative_that_is_closed_is_neither_shown_nor_run(enter):
    visitor = enter(in_order(Welcome, any_one_of(Open, Shut)))
    visitor.submits()
    token = visitor.form.hidden
    before = StoredTask.objects.values().get()

    looked = visitor.follows("Shut")
    posted = visitor.client.post(visitor.url, token)

    assert (looked.status_code, posted.status_code) == (409, 409)
    assert "This is closed." in looked.content.decode()
    assert StoredTask.objects.values().get() == before


def test_a_beginning_that_is_closed_is_neither_shown_nor_run(enter):
    visitor = enter(any_one_of(Open, Shut))
    start = visitor.form.hidden

    looked = visitor.follows("Shut")
    posted = visitor.client.post(visitor.url, start)

    assert (looked.status_code, posted.status_code) == (409, 409)
    assert not StoredTask.objects.exists()


def test_an_alternative_for_members_leads_to_the_log_in_page(enter):
    """B09"""
    visitor = enter(in_order(Welcome, any_one_of(Open, Members)))
    visitor.submits()

    response = visitor.client.get(visitor.form.links["Members"])

    assert response.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize("is_started", [True, False])
def test_an_alternative_leads_to_what_it_needs_and_the_visitor_comes_back_to_it(
    enter, mary, is_started
):
    """B09: the detour is for the alternative that was chosen, not for the one shown first."""
    choice = any_one_of(Open, Members)
    visitor = enter(in_order(Welcome, choice, LogIn) if is_started else in_order(choice, LogIn))
    if is_started:
        visitor.submits()

    visitor.follows("Members")
    led_to = visitor.page.context["node"].title, visitor.page.context["notice"]
    visitor.submits()

    assert led_to == ("Log in", "Please log in to continue.")
    assert visitor.step == "members"


def test_the_alternatives_of_a_detour_are_guarded_too(enter):
    visitor = enter(in_order(Welcome, NeedsPlan, any_one_of(GivePlan, Shut)))
    visitor.submits()

    visitor.follows("Shut")

    assert visitor.step == "give-plan"


def test_a_detour_left_by_an_exit_still_comes_back(enter):
    class Elsewhere(GivePlan):
        exits = {}

    visitor = enter(in_order(Welcome, NeedsPlan, any_one_of(GivePlan, Elsewhere)))
    visitor.submits()

    visitor.submits(_exit="elsewhere")
    visitor.submits()

    assert visitor.step == "needs-plan"


def test_a_detour_takes_the_rest_of_its_own_group_with_it(enter):
    """Who gives half of an address has given none."""
    group = type("Plans", (Scaffold,), {"action_set": [GivePlan, Open], "transition": Linear})
    visitor = enter(in_order(Welcome, NeedsPlan, group))
    visitor.submits()

    seen = [visitor.step]
    for _ in range(2):
        visitor.submits()
        seen.append(visitor.step)

    assert seen == ["give-plan", "open", "needs-plan"]


def test_steps_that_wait_for_each_other_are_an_honest_page(enter):
    class One(Action):
        preconditions = [RequiredState("two")]
        provides = {"one": str}

    class Two(Action):
        preconditions = [RequiredState("one")]
        provides = {"two": str}

    visitor = enter(in_order(One, Two))

    assert visitor.page.status_code == 409
    assert "Something else is needed before this step." in visitor.page.content.decode()


def test_a_group_is_led_to_the_step_before_it_and_never_into_itself(enter):
    class Late(GivePlan):
        pass

    class Within(GivePlan):
        pass

    guarded = type(
        "Guarded", (Scaffold,), {"action_set": [Within], "preconditions": [RequiredState("plan")]}
    )
    visitor = enter(any_one_of(Welcome, in_order(GivePlan, Open), guarded, Late))

    visitor.follows("Guarded")

    assert visitor.page.context["node"].title == "Give plan"


def test_a_group_for_members_with_the_log_in_within_it_leads_to_the_sites_own(enter):
    """B09: a log-in step behind the log-in could never be entered."""
    visitor = enter(in_order(Welcome, LogIn, preconditions=[LoginRequired]))

    assert visitor.url == "/accounts/login/?next=%2Fshop%2Fflow%2F"


def test_a_precondition_may_lead_to_a_group(enter):
    """Being sent to a group means its first step."""

    class Choice(Precondition):
        def is_met(self, component):
            return "plan" in component.state

        def way_out(self, component):
            return component.walk.compiled.definition.root.children[-1]

    class Guarded(Action):
        preconditions = [Choice]

    visitor = enter(in_order(Guarded, in_order(GivePlan, Open, url="plans")))

    assert visitor.page.context["node"].title == "Give plan"


def test_a_precondition_may_answer_itself(enter):
    class Teapot(Closed):
        def way_out(self, component):
            return HttpResponse("I am a teapot.", status=418)

    class Tea(Action):
        preconditions = [Teapot]

    visitor = enter(Tea)

    assert visitor.page.status_code == 418
    assert "no-store" in visitor.page.headers["Cache-Control"]


@pytest.mark.parametrize("wanted", ["flow/thanks", "flow", "\x00", "nowhere", "🫖"])
def test_naming_a_step_to_come_back_to_skips_nothing(enter, wanted):
    class Thanks(Action):
        pass

    visitor = enter(in_order(Welcome, Open, Thanks))
    visitor.submits()

    visitor.page = visitor.client.get(visitor.url, {"_for": wanted, **visitor.form.hidden})
    visitor.submits()

    assert visitor.step == "thanks"
