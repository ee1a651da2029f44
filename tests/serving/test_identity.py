"""A request names one task, or none, or is refused before any store is asked."""

import pytest
from django.core.exceptions import BadRequest
from django.http import Http404
from django.test import RequestFactory

from cmsflows.serving.identity import single, task_id_of

ID = "0123456789abcdef" * 2


def test_the_query_or_the_form_names_the_task():
    requests = RequestFactory()

    assert task_id_of(requests.get("/", {"_id": ID})) == ID
    assert task_id_of(requests.post("/", {"_id": ID})) == ID
    assert task_id_of(requests.post(f"/?_id={ID}", {"_id": ID})) == ID
    assert task_id_of(requests.get("/")) is None


@pytest.mark.parametrize(
    "bad", ["", "x", ID[:-1], ID + "0", ID + "\n", ID.upper(), "\x00", "٣" * 32]
)
def test_what_is_no_id_is_not_found(bad):
    """B32"""
    with pytest.raises(Http404):
        task_id_of(RequestFactory().get("/", {"_id": bad}))


def test_two_tasks_are_refused():
    """B32"""
    with pytest.raises(BadRequest) as caught:
        task_id_of(RequestFactory().post(f"/?_id={ID}", {"_id": "f" * 32}))

    assert str(caught.value) == "The request names more than one task."


def test_the_parameter_is_the_sites_choice(settings):
    settings.FLOWS_TASK_ID_PARAM = "run"

    assert task_id_of(RequestFactory().get("/", {"run": ID, "_id": "x"})) == ID


def test_a_value_that_may_be_given_once():
    requests = RequestFactory()

    assert single(requests.post("/", {"_pos": "1"}), "_pos") == "1"
    assert single(requests.post("/?_pos=2"), "_pos") == ""
    with pytest.raises(BadRequest) as caught:
        single(requests.post("/", {"_pos": ["1", "1"]}), "_pos")
    assert str(caught.value) == "The form gives _pos more than once."
