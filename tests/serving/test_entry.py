"""What a visitor enters with is what the site's code gave, or is refused."""

import datetime

import pytest
from django.core import signing
from django.core.exceptions import BadRequest
from django.test import RequestFactory

from cmsflows.engine.codec import decode_state
from cmsflows.exceptions import UnstorableValueError
from cmsflows.serving.entry import FIELD, SALT, entry_query, entry_state, signed_entry


def entered(value, flow="page:1"):
    return entry_state(RequestFactory().get("/flow/", {FIELD: value}), flow)


def test_what_was_signed_is_entered_with():
    state = {"price": 3, "day": datetime.date(2026, 1, 2), "tags": {"a"}}

    assert decode_state(entered(signed_entry("page:1", state))) == state


def test_without_a_link_one_enters_with_nothing():
    assert entered("") == {}


def test_a_link_for_another_flow_is_refused():
    with pytest.raises(BadRequest) as caught:
        entered(signed_entry("page:2", {"price": 3}))

    assert str(caught.value) == "This link is for another flow."


@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_a_link_with_a_character_changed_is_refused(position):
    """B62, in part: the price cannot be edited."""
    value = signed_entry("page:1", {"price": 300})
    index = position % len(value)
    changed = value[:index] + ("A" if value[index] != "A" else "B") + value[index + 1 :]

    with pytest.raises(BadRequest) as caught:
        entered(changed)

    assert str(caught.value) == "This link was changed or is too old."


@pytest.mark.parametrize("value", ["x", ":", "a:b:c", "\x00", "🫖", "." * 10_000])
def test_a_link_that_is_none_is_refused(value):
    with pytest.raises(BadRequest):
        entered(value)


@pytest.mark.parametrize(
    "data",
    [3, [], {}, {"flow": "page:1"}, {"flow": "page:1", "state": 3}]
    + [{"flow": "page:1", "state": ["ab"]}, {"flow": "page:1", "state": {"a": {"$": "x"}}}],
)
def test_signed_data_of_another_shape_is_refused(data):
    """A release of before may have signed something else."""
    with pytest.raises(BadRequest):
        entered(signing.dumps(data, salt=SALT, compress=True))


def test_an_old_link_is_refused(monkeypatch):
    value = signed_entry("page:1", {"price": 3})
    later = signing.time.time() + 25 * 60 * 60

    monkeypatch.setattr(signing.time, "time", lambda: later)

    with pytest.raises(BadRequest):
        entered(value)


def test_state_that_cannot_be_kept_cannot_be_signed():
    with pytest.raises(UnstorableValueError):
        signed_entry("page:1", {"user": object()})


def test_a_link_says_no_more_than_it_must():
    assert entry_query("page:1", {}) == {}
    assert entry_query("page:1", {}, return_to="/thanks/") == {"_on_complete": "/thanks/"}
