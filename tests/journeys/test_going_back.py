"""A visitor goes back: their answers are there, and changing one asks again what depends on it."""

import pytest
from django import forms

from cmsflows import COMPLETE, Action, Linear, Scaffold
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
    provides = {"name": str}


class Note(Ask):
    skip_on_back = True


class Wish(Ask):
    pass


class Card(Action):
    class form_class(forms.Form):  # read by FormView under this name
        secret = forms.CharField(widget=forms.PasswordInput)
        holder = forms.CharField()


class Flow(Scaffold):
    action_set = [Item, Colour, Name, Note, Wish]
    transition = Linear


@pytest.fixture
def visitor(enter):
    """At the third of five steps."""
    visitor = enter(Flow)
    visitor.submits(text="kettle")
    visitor.submits(text="red")
    return visitor


def test_who_goes_back_finds_their_answers(visitor):
    """B11: and is still at the third step until they submit."""
    visitor.goes_back()
    visitor.goes_back()

    assert (visitor.step, visitor.values) == ("item", {"text": "kettle"})
    assert task_of(visitor).position.seq == 2
    assert visitor.opens(visitor.url.partition("/item")[0] + "/?_id=" + task_of(visitor).id)
    assert visitor.step == "name"


def test_looking_back_writes_nothing(visitor):
    """B03, B11"""
    before = record_of(visitor)

    visitor.goes_back()
    visitor.goes_back()

    assert record_of(visitor) == before


def test_the_same_answers_change_nothing_and_lead_on(visitor):
    """B12"""
    before = record_of(visitor)
    visitor.goes_back()
    visitor.goes_back()

    visitor.submits(text="kettle")

    assert (visitor.step, visitor.values) == ("colour", {"text": "red"})
    assert record_of(visitor) == before


def test_other_answers_take_the_place_of_the_first(visitor):
    """B13"""
    visitor.submits(text="Mary")
    for _ in range(3):
        visitor.goes_back()

    visitor.submits(text="pot")

    assert visitor.step == "colour"
    assert task_of(visitor).state() == {"item": "pot"}


def test_a_step_that_used_what_changed_is_asked_anew_and_others_keep_their_answers(visitor):
    """B13: the colour depends on the item, the name does not."""
    visitor.submits(text="Mary")
    for _ in range(3):
        visitor.goes_back()

    visitor.submits(text="pot")
    colour = visitor.values
    visitor.submits(text="blue")

    assert colour == {"text": None}
    assert (visitor.step, visitor.values) == ("name", {"text": "Mary"})


def test_what_used_what_depends_on_it_is_asked_anew_too(enter):
    """B13: a price of a colour of an item."""

    class Price(Ask):
        requires = ["colour"]

    class Long(Scaffold):
        action_set = [Item, Colour, Price, Name]
        transition = Linear

    visitor = enter(Long)
    for text in ("kettle", "red", "9"):
        visitor.submits(text=text)
    for _ in range(3):
        visitor.goes_back()

    visitor.submits(text="pot")
    visitor.submits(text="blue")

    assert (visitor.step, visitor.values) == ("price", {"text": None})


def test_errors_in_a_step_gone_back_to_change_nothing(visitor):
    before = record_of(visitor)
    visitor.goes_back()

    visitor.submits(text="")

    assert visitor.page.context["form"].errors
    assert record_of(visitor) == before


def test_a_change_after_errors_is_accepted(visitor):
    visitor.goes_back()
    visitor.submits(text="")

    visitor.submits(text="blue")

    assert (visitor.step, task_of(visitor).state()["colour"]) == ("name", "blue")


def test_a_change_sent_twice_is_one_change(visitor):
    visitor.goes_back()
    tab = visitor.twin()

    visitor.submits(text="blue")
    before = record_of(visitor)
    tab.submits(text="blue")

    assert (tab.step, record_of(tab)) == ("name", before)


def test_of_two_tabs_that_went_back_the_second_does_not_overwrite_the_first(visitor):
    """B14"""
    visitor.goes_back()
    tab = visitor.twin()
    visitor.submits(text="blue")

    tab.submits(text="green")

    assert task_of(tab).state()["colour"] == "blue"
    assert "another tab" in tab.text


def test_a_form_that_was_open_while_another_tab_went_back_and_changed_is_refused(visitor):
    tab = visitor.twin()
    visitor.goes_back()
    visitor.submits(text="blue")

    tab.submits(text="Mary")

    assert (tab.step, task_of(tab).answers.keys() & {"flow/name"}) == ("name", set())
    assert "another tab" in tab.text


def test_the_link_back_passes_over_steps_that_say_so(visitor):
    """B18"""
    visitor.submits(text="Mary")
    visitor.submits(text="a note")

    visitor.goes_back()

    assert visitor.step == "name"


def test_the_first_step_has_no_link_back(visitor):
    visitor.goes_back()
    visitor.goes_back()

    assert "Back" not in visitor.form.links


def test_a_secret_is_not_shown_again(enter):
    """B28"""

    class Pays(Scaffold):
        action_set = [Card, Wish]
        transition = Linear

    visitor = enter(Pays)
    visitor.submits(secret="hunter2", holder="Mary")

    visitor.goes_back()

    assert visitor.values == {"secret": None, "holder": "Mary"}
    assert "hunter2" not in str(record_of(visitor))


def test_a_loop_is_walked_back_visit_by_visit(enter):
    """B20"""

    class First(Ask):
        pass

    class Second(Ask):
        exits = {"more": "Add another"}

        def form_valid(self, form):
            super().form_valid(form)
            return First if form.cleaned_data["text"] == "more" else COMPLETE

    class Loop(Scaffold):
        action_set = [First, Second]
        transition = Linear

    visitor = enter(Loop)
    for text in ("one", "more", "two"):
        visitor.submits(text=text)

    steps = [(visitor.step, visitor.values["text"])]
    while "Back" in visitor.form.links:
        visitor.goes_back()
        steps.append((visitor.step, visitor.values["text"]))

    assert steps == [("second", None), ("first", "two"), ("second", "more"), ("first", "one")]


def test_the_answers_in_a_loop_lead_on_visit_by_visit(enter):
    """B12, B20"""

    class First(Ask):
        pass

    class Second(Ask):
        def form_valid(self, form):
            super().form_valid(form)
            return First if form.cleaned_data["text"] == "more" else COMPLETE

    class Loop(Scaffold):
        action_set = [First, Second]
        transition = Linear

    visitor = enter(Loop)
    for text in ("one", "more", "two"):
        visitor.submits(text=text)
    for _ in range(3):
        visitor.goes_back()

    steps = []
    for text in ("one", "more", "two"):
        visitor.submits(text=text)
        steps.append(visitor.step)

    assert steps == ["second", "first", "second"]


def test_a_way_not_taken_cannot_be_posted_to(enter):
    """B30: not with the open visit's token, nor with that of the visit that took the other way."""

    class Branch(Scaffold):
        action_set = [Colour, Wish]
        transition = Linear

    class Way(Scaffold):
        action_set = [Name, Branch]

    class Ways(Scaffold):
        action_set = [Item, Way, Note]
        transition = Linear

    visitor = enter(Ways)
    visitor.submits(text="kettle")
    visitor.submits(text="Mary")
    open_form = visitor.form.hidden
    visitor.goes_back()
    before = record_of(visitor)

    answers = [
        visitor.client.post("/shop/ways/way/branch/wish/", {**hidden, "text": "x"})
        for hidden in (open_form, visitor.form.hidden)
    ]

    assert {answer.status_code for answer in answers} == {303}
    assert record_of(visitor) == before


def test_who_went_back_may_take_another_way(enter):
    """Other beginnings of a group are offered as they were, and posting one is a change."""

    class Way(Scaffold):
        action_set = [Item, Name]

    class Ways(Scaffold):
        action_set = [Way, Wish]
        transition = Linear

    visitor = enter(Ways)
    visitor.submits(text="kettle")
    visitor.goes_back()

    visitor.follows("Name")
    visitor.submits(text="Mary")

    assert (visitor.step, task_of(visitor).state()) == ("wish", {"name": "Mary"})


def test_going_back_from_the_url_alone_works_as_the_browsers_button_does(visitor):
    """B11: without any link, as from the browser's history."""
    task = task_of(visitor)

    visitor.opens(f"/shop/flow/item/?_id={task.id}")

    assert (visitor.step, visitor.values) == ("item", {"text": "kettle"})


def test_a_step_ahead_is_no_step_to_go_back_to(visitor):
    """B29"""
    visitor.opens(f"/shop/flow/wish/?_id={task_of(visitor).id}")

    assert visitor.step == "name"


@pytest.mark.parametrize("at", ["", "7", "-1", "x", "\x00", "9" * 400])
def test_a_visit_that_never_was_is_nothing_to_go_back_to(visitor, at):
    """B32"""
    visitor.opens(f"/shop/flow/wish/?_id={task_of(visitor).id}&_at={at}")

    assert visitor.sees("name")
