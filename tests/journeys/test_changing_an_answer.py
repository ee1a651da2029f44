"""A visitor changes one answer, and comes back to where they were, past what is still right."""

import pytest
from django import forms

from cmsflows import COMPLETE, Action, AnyOneOf, Linear, Scaffold
from tests.journeys.records import record_of, task_of

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]


class TextForm(forms.Form):
    text = forms.CharField()


class Ask(Action):
    """Keeps a text under the name of its class."""

    form_class = TextForm

    def form_valid(self, form):
        self.state[type(self).__name__.lower()] = form.cleaned_data["text"]
        return COMPLETE


class Item(Ask):
    provides = {"item": str}


class Colour(Ask):
    requires = ["item"]
    provides = {"colour": str}


class Name(Ask):
    pass


class Hint(Action):
    """Something to read."""


class Extras(Action):
    """A box that need not be ticked."""

    class form_class(forms.Form):  # read by FormView under this name
        text = forms.BooleanField(required=False)

    def form_valid(self, form):
        self.state["extras"] = form.cleaned_data["text"]
        return COMPLETE


class Check(Action):
    """Lists what was answered, with links to change it."""

    def get_context_data(self, **kwargs):
        urls = {
            visit.node.rpartition("/")[2]: self.walk.change_url(visit, then=self.node)
            for visit in self.walk.task.path
        }
        return super().get_context_data(**kwargs, urls=urls)


class Thanks(Action):
    pass


def flow(*steps):
    return type("Flow", (Scaffold,), {"action_set": list(steps), "transition": Linear})


def changes(visitor, step):
    """Click on the link beside a step's answers."""
    return visitor.opens(visitor.page.context["urls"][step])


@pytest.fixture
def visitor(enter):
    """At the page that lists four answers."""
    visitor = enter(flow(Name, Hint, Item, Extras, Check, Thanks))
    visitor.submits(text="Mary")
    visitor.submits()
    visitor.submits(text="kettle")
    visitor.submits()
    assert visitor.step == "check"
    return visitor


def test_who_changes_an_answer_is_back_at_once(visitor):
    changes(visitor, "name")
    filled_in = visitor.values

    visitor.submits(text="Jane")

    assert filled_in == {"text": "Mary"}
    assert visitor.step == "check"
    assert task_of(visitor).state() == {"name": "Jane", "item": "kettle", "extras": False}


def test_who_changes_nothing_is_back_at_once_too(visitor):
    """B12"""
    before = record_of(visitor)
    changes(visitor, "name")

    visitor.submits(text="Mary")

    assert visitor.step == "check"
    assert record_of(visitor) == before


def test_the_link_back_leads_to_where_one_came_from(visitor):
    """Whoever thinks better of it has nothing to change."""
    before = record_of(visitor)
    changes(visitor, "item")

    visitor.goes_back()

    assert visitor.step == "check"
    assert record_of(visitor) == before


def test_looking_writes_nothing(visitor):
    """B03"""
    before = record_of(visitor)

    changes(visitor, "name")

    assert record_of(visitor) == before


def test_an_error_is_shown_and_the_way_back_is_not_lost(visitor):
    before = record_of(visitor)
    changes(visitor, "name")

    visitor.submits(text="")
    is_unchanged = record_of(visitor) == before
    visitor.submits(text="Jane")

    assert is_unchanged
    assert visitor.step == "check"


def test_the_answers_of_steps_passed_over_are_still_theirs(visitor):
    """They can be changed in turn, and going back shows them."""
    changes(visitor, "name")
    visitor.submits(text="Jane")

    changes(visitor, "item")
    shown = visitor.values
    visitor.submits(text="pot")

    assert shown == {"text": "kettle"}
    assert task_of(visitor).state() == {"name": "Jane", "item": "pot", "extras": False}


def test_a_box_that_was_left_alone_is_not_ticked_by_another_steps_answer(visitor):
    """Its field has the same name as the one that was changed."""
    changes(visitor, "item")

    visitor.submits(text="on")

    assert task_of(visitor).state()["extras"] is False


def test_a_step_that_used_what_changed_is_asked(enter):
    """B13: the colour was one of the item's."""
    visitor = enter(flow(Item, Colour, Name, Check, Thanks))
    for text in ("kettle", "red", "Mary"):
        visitor.submits(text=text)
    changes(visitor, "item")

    visitor.submits(text="pot")

    assert (visitor.step, visitor.values) == ("colour", {"text": None})


def test_a_step_whose_answer_is_not_right_any_more_is_asked(enter):
    class Size(Ask):
        def form_valid(self, form):
            if self.state["item"] == "pot" and form.cleaned_data["text"] == "small":
                form.add_error("text", "There is no such pot.")
                return self.form_invalid(form)
            return super().form_valid(form)

    visitor = enter(flow(Item, Size, Name, Check, Thanks))
    for text in ("kettle", "small", "Mary"):
        visitor.submits(text=text)
    changes(visitor, "item")

    visitor.submits(text="pot")

    assert (visitor.step, visitor.values) == ("size", {"text": "small"})
    assert task_of(visitor).state() == {"item": "pot"}


def test_what_is_worked_out_from_answers_is_worked_out_anew(enter):
    """A step passed over does its work again: it is not only its old state that is kept."""

    class Sum(Ask):
        def form_valid(self, form):
            self.state["sum"] = f"{form.cleaned_data['text']} for {self.state['name']}"
            return COMPLETE

    visitor = enter(flow(Name, Sum, Check, Thanks))
    for text in ("Mary", "9"):
        visitor.submits(text=text)
    changes(visitor, "name")

    visitor.submits(text="Jane")

    assert visitor.step == "check"
    assert task_of(visitor).state()["sum"] == "9 for Jane"


def test_another_way_is_walked_from_where_it_parts(enter):
    class Way(Ask):
        def form_valid(self, form):
            super().form_valid(form)
            return Item if form.cleaned_data["text"] == "long" else Check

    visitor = enter(flow(Way, Item, Check, Thanks))
    visitor.submits(text="short")
    changes(visitor, "way")

    visitor.submits(text="long")

    assert visitor.step == "item"


def test_a_step_that_commits_is_not_run_again(enter):
    done = []

    class Send(Action):
        commits = True

        def form_valid(self, form):
            done.append(self.idempotency_key)
            return COMPLETE

    visitor = enter(flow(Name, Send, Item, Check, Thanks))
    visitor.submits(text="Mary")
    visitor.submits()
    visitor.submits(text="kettle")
    changes(visitor, "name")

    visitor.submits(text="Jane")

    assert visitor.step == "check"
    assert len(done) == 1
    assert task_of(visitor).state()["name"] == "Jane"


def test_a_committing_step_offers_no_change(enter):
    class Send(Action):
        commits = True

    visitor = enter(flow(Send, Check, Thanks))
    visitor.submits()

    assert visitor.page.context["urls"] == {"send": ""}


def test_a_secret_is_asked_for_again(enter):
    """B28: it was never kept."""

    class Card(Action):
        class form_class(forms.Form):  # read by FormView under this name
            secret = forms.CharField(widget=forms.PasswordInput)

    visitor = enter(flow(Name, Card, Check, Thanks))
    visitor.submits(text="Mary")
    visitor.submits(secret="hunter2")
    changes(visitor, "name")

    visitor.submits(text="Jane")

    assert visitor.step == "card"


@pytest.mark.parametrize("then", ["flow/thanks", "nowhere", "flow", "", "%00", "x" * 400])
def test_nothing_is_passed_over_that_was_not_done(visitor, then):
    """Whatever step the URL names: a made-up one, or one that lies ahead."""
    changes(visitor, "item")
    url = visitor.url.partition("&_then")[0]
    visitor.opens(f"{url}&_then={then}")

    visitor.submits(text="pot")

    assert visitor.step == ("check" if then == "flow/thanks" else "extras")


def test_a_run_never_ends_that_way(enter):
    """What lies behind the last step is for who presses its button."""
    visitor = enter(flow(Name, Item, Check))
    visitor.submits(text="Mary")
    visitor.submits(text="kettle")
    changes(visitor, "name")
    url = visitor.url.replace("flow%2Fcheck", "flow%2Fname")
    visitor.opens(url)

    visitor.submits(text="Jane")

    assert visitor.step == "check"


def test_who_leaves_by_an_exit_goes_where_it_leads(enter):
    class Gift(Ask):
        exits = {"thanks": "No gift"}

    visitor = enter(flow(Gift, Item, Check, Thanks))
    visitor.submits(text="a ring")
    visitor.submits(text="kettle")
    changes(visitor, "gift")

    visitor.submits(_exit="thanks")

    assert visitor.step == "thanks"


def test_the_other_way_that_was_taken_is_taken_again(enter):
    """Of a group any one step of which will do."""

    class Ways(Scaffold):
        action_set = [Hint, Name]
        transition = AnyOneOf

    visitor = enter(flow(Item, Ways, Check, Thanks))
    visitor.submits(text="kettle")
    visitor.follows("Name")
    visitor.submits(text="Mary")
    changes(visitor, "item")

    visitor.submits(text="pot")

    assert visitor.step == "check"
    assert task_of(visitor).state() == {"item": "pot", "name": "Mary"}


def test_rounds_of_a_loop_are_walked_by_hand(enter):
    """Nobody can tell which answers belong to which round, once the way may have changed."""

    class More(Ask):
        def form_valid(self, form):
            super().form_valid(form)
            return Item if form.cleaned_data["text"] == "more" else COMPLETE

    visitor = enter(flow(Name, Item, More, Check, Thanks))
    for text in ("Mary", "kettle", "more", "pot", "enough"):
        visitor.submits(text=text)
    changes(visitor, "name")

    visitor.submits(text="Jane")

    assert visitor.step == "item"


def test_a_change_sent_twice_is_one_change(visitor):
    changes(visitor, "name")
    tab = visitor.twin()

    visitor.submits(text="Jane")
    before = record_of(visitor)
    tab.submits(text="Jane")

    assert (tab.step, record_of(tab)) == ("check", before)


def test_who_had_gone_on_comes_back_to_where_they_changed_it(visitor):
    """The page that lists the answers was done already: it is shown again, and stays to be done."""
    visitor.submits()
    visitor.goes_back()
    changes(visitor, "name")

    visitor.submits(text="Jane")

    assert visitor.step == "check"
    assert task_of(visitor).position.node == "flow/check"
