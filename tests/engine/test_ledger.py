"""A token names one visit of one task, and nobody can make one up."""

import pytest

from cmsflows.engine.ledger import AGAIN, idempotency_key, is_token_of, posted_digest, visit_token
from cmsflows.engine.task import Position, Task

VISIT = {"task_id": "0" * 32, "seq": 3, "node": "pay"}


def test_a_token_begins_with_the_number_of_its_visit():
    seq, _, nonce = visit_token(**VISIT).partition(".")

    assert (seq, len(nonce)) == ("3", 32)


def test_a_token_is_its_visits():
    assert is_token_of(visit_token(**VISIT), **VISIT)


@pytest.mark.parametrize("other", [{"task_id": "1" * 32}, {"seq": 4}, {"node": "item"}])
def test_a_token_is_no_other_visits(other):
    assert not is_token_of(visit_token(**VISIT), **{**VISIT, **other})


@pytest.mark.parametrize("other", [{"seq": 31, "node": "a"}, {"seq": 3, "node": "1:a"}])
def test_visits_cannot_be_confused_by_where_their_parts_end(other):
    one = visit_token(task_id="0" * 32, seq=3, node="a")

    assert not is_token_of(one, **{**VISIT, **other})


@pytest.mark.parametrize(
    "token",
    ["", ".", "3", "3.", "03." + "0" * 32, "3." + "0" * 32, "3." + "0" * 33, "٣." + "0" * 32]
    + ["3." + "0" * 32 + "\n", " 3." + "0" * 32, "9" * 10_000, "é", "\x00"],
)
def test_what_is_no_token_is_nobodys(token):
    assert not is_token_of(token, **VISIT)


def test_a_visit_gone_back_to_has_a_token_of_its_own():
    """B14: so that a form left open from before is told from one that means to change."""
    first, again = visit_token(**VISIT), visit_token(**VISIT, kind=AGAIN)

    assert first.partition(".")[0] == again.partition(".")[0]
    assert not is_token_of(first, **VISIT, kind=AGAIN)
    assert not is_token_of(again, **VISIT)
    assert is_token_of(again, **VISIT, kind=AGAIN)


def test_a_token_depends_on_the_secret_of_the_site(settings):
    token = visit_token(**VISIT)

    settings.SECRET_KEY = "another"

    assert not is_token_of(token, **VISIT)


def digest(answers, **other):
    return posted_digest(**{"task_id": "0" * 32, "node": "pay", **other}, posted=answers)


def test_equal_answers_have_equal_digests_in_any_order():
    assert digest({"a": ["1"], "b": ["2"]}) == digest({"b": ["2"], "a": ["1"]})


def test_other_answers_tasks_and_steps_have_other_digests(settings):
    """Card codes and birthdays are guessable, so a digest must not be comparable elsewhere."""
    one = digest({"a": ["1"]})
    others = [
        digest({"a": ["2"]}),
        digest({"a": ["1", ""]}),
        digest({"a": ["1"]}, task_id="1" * 32),
        digest({"a": ["1"]}, node="item"),
    ]
    settings.SECRET_KEY = "another"

    assert one not in [*others, digest({"a": ["1"]})]


def key(node="pay", **values):
    task = Task(
        **{"id": "0" * 32, "flow": "f", "version": "v", "position": Position("pay", 0), **values}
    )
    return idempotency_key(task, node)


def test_the_key_of_an_intent_is_the_same_at_every_visit():
    """B58"""
    assert key() == key(position=Position("pay", 7)) == key(attempts={"other": 3})


def test_another_try_another_step_and_another_task_have_keys_of_their_own():
    assert len({key(), key(attempts={"pay": 1}), key("other"), key(id="1" * 32)}) == 4
