"""Many requests at once, each on a thread and a database connection of its own."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor, at_once, flow_page, step

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 8


@pytest.fixture
def checkout():
    return flow_page(step("test_item", "Item"), step("test_plan", "Plan"), step("test_note", "End"))


def opened():
    visitor = Visitor()
    visitor.opens("/checkout/")
    return visitor


def twin(visitor):
    """The same browser, asking once more before the answer to the first is there."""
    client = Client()
    client.cookies.load({name: each.value for name, each in visitor.client.cookies.items()})
    return client


def test_the_first_form_sent_eight_times_at_once_makes_one_task(checkout):
    """B02: by a visitor who has no session yet; every answer leads to the second step."""
    visitor = opened()
    form = visitor.form
    assert "sessionid" not in visitor.client.cookies
    clients = [twin(visitor) for _ in range(WORKERS)]

    answers = at_once(
        lambda number: clients[number].post(form.action, {**form.hidden, "item": "kettle"})
    )
    pages = [client.get(answer.url) for client, answer in zip(clients, answers, strict=True)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.url for answer in answers}) == 1
    assert {(page.status_code, page.context["node"].title) for page in pages} == {(200, "Plan")}
    assert StoredTask.objects.count() == 1


def test_eight_who_start_at_once_get_a_task_each(checkout):
    visitors = [opened() for _ in range(WORKERS)]

    at_once(lambda number: visitors[number].submits(item=f"item {number}"))

    # Pages are opened again, since Django's test client hears of all threads' templates.
    items = [visitor.client.get(visitor.url).context["action"].state for visitor in visitors]
    assert items == [{"item": f"item {number}"} for number in range(WORKERS)]
    assert (StoredTask.objects.count(), Session.objects.count()) == (WORKERS, WORKERS)


def test_of_eight_answers_to_one_step_one_is_kept(checkout):
    """B14: who sent the same is led on likewise; the others, with a word about why."""
    visitor = opened()
    visitor.submits(item="kettle")
    form = visitor.form
    clients = [twin(visitor) for _ in range(WORKERS)]
    plans = ["small", "large"] * (WORKERS // 2)

    answers = at_once(
        lambda number: clients[number].post(form.action, {**form.hidden, "plan": plans[number]})
    )

    kept = json.loads(StoredTask.objects.get().record)
    assert {answer.status_code for answer in answers} == {303}
    assert len(kept["visits"]) == 2
    winner = kept["visits"][1]["answers"]["values"]["plan"][0]
    assert {
        (plans[number] == winner, answer.url.partition("&_note=")[2])
        for number, answer in enumerate(answers)
    } == {(True, ""), (False, "moved-on")}


def test_looking_while_another_tab_answers_loses_nothing(checkout):
    """B03"""
    visitor = opened()
    visitor.submits(item="kettle")
    form, url = visitor.form, visitor.url
    clients = [twin(visitor) for _ in range(WORKERS)]
    StoredTask.objects.update(expires_at=StoredTask.objects.get().expires_at - 600)

    def act(number):
        if number:
            return clients[number].get(url).status_code
        return clients[number].post(form.action, {**form.hidden, "plan": "small"}).status_code

    answers = at_once(act)

    assert answers[0] == 303
    assert set(answers[1:]) <= {200, 303}
    assert len(json.loads(StoredTask.objects.get().record)["visits"]) == 2
