"""Whatever an action answers, the visitor gets a clear page and the task stays whole."""

import pytest
from django import forms
from django.http import HttpResponse

from cmsflows import COMPLETE, Action, Linear, Scaffold
from cmsflows.exceptions import UnknownAnswerError, UnreachableTargetError
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor

pytestmark = pytest.mark.django_db


class WordForm(forms.Form):
    word = forms.CharField()


class Welcome(Action):
    pass


class Thanks(Action):
    pass


def in_order(*steps, **attributes):
    return type("Flow", (Scaffold,), {"action_set": steps, "transition": Linear, **attributes})


def answering(answer, **attributes):
    """An action that writes down its word and answers so."""

    def form_valid(self, form):
        self.state["word"] = form.cleaned_data["word"]
        return answer(self) if callable(answer) and not isinstance(answer, type) else answer

    return type("Ask", (Action,), {"form_class": WordForm, "form_valid": form_valid, **attributes})


@pytest.mark.parametrize(
    "answer",
    [COMPLETE, Thanks, "Thanks", "thanks", lambda action: action.send_to("thanks")],
    ids=["COMPLETE", "class", "class name", "slug", "send_to"],
)
def test_every_kind_of_answer_leads_on(enter, answer):
    visitor = enter(in_order(answering(answer), Thanks))

    visitor.submits(word="a")

    assert visitor.step == "thanks"


@pytest.mark.parametrize("answer", [None, "", 0, True, object, {"a": 1}, Linear()])
def test_an_answer_that_is_none_saves_nothing_and_says_what_would_be_one(enter, answer):
    visitor = enter(in_order(answering(answer), Thanks))

    with pytest.raises(UnknownAnswerError) as caught:
        visitor.submits(word="a")

    assert str(caught.value).endswith(
        f"answered {answer!r}. Answer COMPLETE, the name of an exit, a component class, a key, or "
        "an HttpResponse."
    )
    assert not StoredTask.objects.exists()


@pytest.mark.parametrize("answer", ["nowhere", "flow", Scaffold, Action])
def test_an_answer_that_leads_nowhere_saves_nothing(enter, answer):
    visitor = enter(in_order(answering(answer), Thanks))

    with pytest.raises(UnreachableTargetError):
        visitor.submits(word="a")

    assert not StoredTask.objects.exists()


def test_an_action_that_fails_leaves_the_task_as_it_was(enter):
    def fail(action):
        raise RuntimeError

    visitor = enter(in_order(Welcome, answering(fail), Thanks))
    visitor.submits()
    before = StoredTask.objects.values().get()

    with pytest.raises(RuntimeError):
        visitor.submits(word="a")

    assert StoredTask.objects.values().get() == before


def respond(action):
    if action.state["word"] == "more":
        return HttpResponse("One more, please.")
    return COMPLETE


def test_a_response_keeps_the_visit_open_and_its_changes(enter):
    visitor = enter(in_order(Welcome, answering(respond), Thanks))
    visitor.submits()
    token = visitor.form.hidden

    answer = visitor.client.post(visitor.url, {**token, "word": "more"})
    visitor.opens(visitor.url)

    assert answer.content == b"One more, please."
    assert visitor.page.context["action"].state == {"word": "more"}
    assert visitor.form.hidden["_pos"] == token["_pos"]


def test_a_response_is_given_again_and_not_replayed(enter):
    visitor = enter(in_order(Welcome, answering(respond), Thanks))
    visitor.submits()
    token = visitor.form.hidden

    answers = [visitor.client.post(visitor.url, {**token, "word": "more"}) for _ in range(2)]
    visitor.submits(word="enough")

    assert [answer.content for answer in answers] == [b"One more, please."] * 2
    assert visitor.step == "thanks"
    assert visitor.page.context["action"].state == {"word": "enough"}


def test_a_first_form_answered_with_a_response_can_be_sent_again(enter):
    """The same start names the task that its first sending made."""
    visitor = enter(in_order(answering(respond), Thanks))
    form = visitor.form

    visitor.client.post(form.action, {**form.hidden, "word": "more"})
    visitor.submits(word="enough")

    assert visitor.step == "thanks"
    assert visitor.page.context["action"].state == {"word": "enough"}
    assert StoredTask.objects.count() == 1


def test_an_invalid_form_keeps_no_changes(enter):
    class Careless(Action):
        form_class = WordForm

        def form_invalid(self, form):
            self.state["word"] = "never"
            return super().form_invalid(form)

    visitor = enter(in_order(Welcome, Careless, Thanks))
    visitor.submits()
    before = StoredTask.objects.values().get()

    visitor.submits()

    assert StoredTask.objects.values().get() == before


def test_looking_keeps_no_changes(enter):
    """B03: whatever `prepare` writes on a GET is discarded."""

    class Careless(Action):
        def prepare(self, request):
            self.state["seen"] = self.state.get("seen", 0) + 1

    visitor = enter(in_order(Welcome, Careless, Thanks))
    visitor.submits()
    before = StoredTask.objects.values().get()

    for _ in range(3):
        visitor.opens(visitor.url)

    assert StoredTask.objects.values().get() == before


def test_prepare_takes_the_place_of_the_form(enter):
    class Busy(Action):
        def prepare(self, request):
            return HttpResponse("Busy.", status=429)

        def form_valid(self, form):
            raise AssertionError

    visitor = enter(in_order(Welcome, Busy))
    token = visitor.submits().context
    posted = visitor.client.post(visitor.url, {"_pos": "0." + "0" * 32})

    assert token is None
    assert (visitor.page.status_code, posted.status_code) == (429, 303)


def test_prepare_may_send_to_an_alternative(enter):
    class Old(Action):
        def prepare(self, request):
            return self.send_to("Thanks")

    choice = type("Choice", (Scaffold,), {"action_set": [Old, Thanks]})
    visitor = enter(in_order(Welcome, choice))

    visitor.submits()

    assert visitor.step == "thanks"


def test_prepare_cannot_skip_ahead(enter):
    class Eager(Action):
        def prepare(self, request):
            return self.send_to("Thanks")

    with pytest.raises(UnreachableTargetError):
        enter(in_order(Eager, Welcome, Thanks))


def test_every_component_handles_the_response_from_leaf_to_root(enter):
    class Marked(Action):
        def handle_response(self, response):
            response["X-Path"] = "leaf"
            return response

    def handle_response(self, response):
        response["X-Path"] += " root"
        return response

    visitor = enter(in_order(Marked, Thanks, handle_response=handle_response))

    assert visitor.page["X-Path"] == "leaf root"
    assert visitor.client.post(visitor.url, visitor.form.hidden)["X-Path"] == "leaf root"


def test_an_exit_that_leads_nowhere_is_neither_offered_nor_taken(enter):
    """An editor who has not wired it yet gets no visitor into an error."""
    ask = answering(COMPLETE, exits={"nowhere": "Nowhere", "thanks": "Thanks anyway"})
    visitor = enter(in_order(ask, Thanks))
    offered = [each["name"] for each in visitor.page.context["exits"]]

    visitor.submits(_exit="nowhere")

    assert offered == ["thanks"]
    assert visitor.step == "ask"
    assert not StoredTask.objects.exists()


def test_an_exit_of_its_own_making_is_taken(enter):
    def take_exit(self, name):
        self.state["left"] = name
        return COMPLETE

    visitor = enter(
        in_order(answering(COMPLETE, exits={"out": "Out"}, take_exit=take_exit), Thanks)
    )

    visitor.submits(_exit="out")

    assert visitor.page.context["action"].state == {"left": "out"}


def test_leaving_by_an_exit_keeps_no_answers(enter):
    visitor = enter(in_order(answering(COMPLETE, exits={"thanks": "Thanks"}), Thanks))

    visitor.submits(_exit="thanks", word="half typed")

    assert visitor.step == "thanks"
    assert "half typed" not in StoredTask.objects.get().record


class ListForm(forms.Form):
    lines = forms.CharField(widget=forms.Textarea)


class Lines(Action):
    form_class = ListForm

    def form_valid(self, form):
        self.state["lines"] = form.cleaned_data["lines"].split()
        return COMPLETE


@pytest.mark.parametrize("is_started", [True, False])
def test_more_items_than_can_be_kept_are_a_form_error(enter, is_started):
    """What a visitor types may become more than any developer thought of."""
    visitor = enter(in_order(Welcome, Lines, Thanks) if is_started else in_order(Lines, Thanks))
    if is_started:
        visitor.submits()

    visitor.submits(lines="x " * 6_000)

    assert visitor.page.status_code == 413
    assert "That is more than can be kept. Please shorten it." in visitor.page.content.decode()


@pytest.mark.parametrize("posted", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "1"}])
def test_a_damaged_formset_is_shown_again(enter, posted):
    class Words(Action):
        form_class = forms.formset_factory(WordForm, min_num=1, validate_min=True)

        def render_to_response(self, context):
            fields = "".join(
                f'<input type="hidden" name="{n}" value="{v}">' for n, v in context["hidden_fields"]
            )
            return HttpResponse(f'<form method="post" action="{context["form_action"]}">{fields}')

        def form_valid(self, form):
            raise AssertionError

    visitor = enter(in_order(Words, Thanks))

    visitor.submits(**posted)

    assert visitor.page.status_code == 200
    assert not StoredTask.objects.exists()


def test_two_tabs_on_one_step_do_not_overwrite_each_other(enter):
    """B14"""
    visitor = enter(in_order(Welcome, answering(COMPLETE), Thanks))
    visitor.submits()
    other = Visitor(visitor.client)
    other.opens(visitor.url)
    visitor.submits(word="first")

    other.submits(word="second")

    assert other.step == "thanks"
    assert other.page.context["action"].state == {"word": "first"}
    assert "another tab" in other.page.context["notice"]


def test_a_loop_without_end_ends_in_an_honest_page(enter, settings):
    """Every visit takes room in the record, and a visitor may go round for ever."""

    class Again(Action):
        ran = 0

        def form_valid(self, form):
            Again.ran += 1
            return Again

    settings.FLOWS_MAX_VISITS = 3
    visitor = enter(in_order(Again))

    for _ in range(3):
        visitor.submits()
    record = StoredTask.objects.values().get()
    visitor.submits()

    assert visitor.page.status_code == 409
    assert "You have been through so many steps that no more can be kept." in (
        visitor.page.content.decode()
    )
    assert StoredTask.objects.values().get() == record
    assert Again.ran == 3
