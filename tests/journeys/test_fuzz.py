"""Whatever is sent to a flow or stands in its store: no 500, no code that runs, nothing lost."""

import json
import os

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cmsflows.statestore import loading, memory_store
from cmsflows.testing import Visitor
from tests.journeys.in_code import serve
from tests.journeys.records import record_of, task_id_of
from tests.journeys.test_committing import Item, Second, Thanks, flow
from tests.shop.effects import OpenAccount

EXAMPLES = int(os.environ.get("CMSFLOWS_FUZZ_EXAMPLES", "500"))

FUZZ = hypothesis_settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FIELDS = ["_id", "_pos", "_start", "_exit", "_cancel", "_settle", "_at", "_for", "_entry", "_note"]
FIELDS += ["_on_complete", "_file", "_stay", "item", "csrfmiddlewaretoken", "x"]

NASTY = st.sampled_from(
    ["", "\x00", "\n", "0", "-1", "9" * 400, "0" * 32, "0" * 33, "A" * 32, "0." + "0" * 32]
    + [
        "1." + "f" * 32,
        "../../etc/passwd",
        "javascript:alert(1)",
        "//evil",
        "🫖",
        "%00",
        "[]",
        "{}",
    ]
)

TEXT = NASTY | st.text(max_size=40)

SENT = st.lists(st.tuples(st.sampled_from(FIELDS), TEXT), max_size=6)


@pytest.fixture
def visitor(settings):
    """At the second of four steps, with tasks in memory."""
    settings.FLOWS_STATE_STORE = "cmsflows.statestore.memory_store"
    loading.forget()
    handler = serve(settings, flow(Item, Second, OpenAccount, Thanks))
    visitor = Visitor(Client(raise_request_exception=True))
    visitor.opens(handler.flow_entry_link(handler.entry_points[0]))
    visitor.submits(item="kettle")
    return visitor


def pairs(sent):
    """As QueryDict's own makers take them: a name may be given several times."""
    found = {}
    for name, value in sent:
        found.setdefault(name, []).append(value)
    return found


def with_own(visitor, sent, owns):
    """What was drawn, with the task's own id and token where the draw says so."""
    own = {**visitor.form.hidden, "_at": "0"}
    return pairs(
        [
            (name, own.get(name, value) if mine else value)
            for (name, value), mine in zip(sent, owns, strict=False)
        ]
    )


@FUZZ
@given(data=st.data())
def test_no_look_crashes_or_changes_anything(visitor, data):
    """B03, B32"""
    sent = data.draw(SENT)
    owns = data.draw(st.lists(st.booleans(), min_size=len(sent), max_size=len(sent)))
    path = data.draw(st.sampled_from(["", "item/", "second/", "open-account/", "thanks/", "x/"]))
    before = record_of(visitor)

    answer = visitor.client.get(f"/shop/flow/{path}", with_own(visitor, sent, owns))

    assert answer.status_code < 500
    assert record_of(visitor) == before


@FUZZ
@given(data=st.data())
def test_no_form_crashes_or_loses_what_was_answered(visitor, data):
    """B32"""
    body, query = data.draw(SENT), data.draw(SENT)
    owns = data.draw(st.lists(st.booleans(), min_size=12, max_size=12))
    path = data.draw(st.sampled_from(["", "item/", "second/", "open-account/", "thanks/", "x/"]))
    before = record_of(visitor)
    form = with_own(visitor, body, owns)
    asked = with_own(visitor, query, owns[6:])
    is_own = task_id_of(visitor) in [*form.get("_id", []), *asked.get("_id", [])]

    answer = visitor.client.post(f"/shop/flow/{path}", form, query_params=asked)

    assert answer.status_code < 500
    after = record_of(visitor)
    if not is_own:
        assert after == before
    if after["status"] == "running":
        assert [visit["node"] for visit in after["visits"][:1]] == ["flow/item"]
    else:
        revive(visitor, before)


def revive(visitor, record):
    """A drawn form may have cancelled the task; the next example has it again."""
    store, task_id = loading.default_store(), task_id_of(visitor)
    store.delete_state(task_id)
    store.create(task_id, record, lifetime=600)


KEYS = st.sampled_from(
    ["format", "id", "flow", "version", "position", "binding", "owner", "status", "visits", "claim"]
    + ["drafts", "commits", "attempts", "files", "kept", "entry", "args", "return_to", "resume"]
    + ["started_at"]
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def edited(record, path, value):
    """The record with another value somewhere within."""
    if not path:
        return value
    if isinstance(record, dict) and record:
        name = sorted(record)[path[0] % len(record)]
        return {**record, name: edited(record[name], path[1:], value)}
    if isinstance(record, list) and record:
        at = path[0] % len(record)
        return [*record[:at], edited(record[at], path[1:], value), *record[at + 1 :]]
    return value


@FUZZ
@given(path=st.lists(st.integers(0, 30), min_size=1, max_size=7), value=JSON)
@example(path=[0], value={"$": "model", "v": ["auth.user", 1]})
def test_no_record_edited_by_somebody_crashes(visitor, path, value):
    """B27: it is served where it makes sense, else refused."""
    before = record_of(visitor)
    plant(visitor, json.dumps(edited(before, path, value)))

    looked = visitor.client.get("/shop/flow/second/", {"_id": task_id_of(visitor)})
    back = visitor.client.get("/shop/flow/item/", {"_id": task_id_of(visitor)})
    posted = visitor.client.post("/shop/flow/second/", {**visitor.form.hidden, "item": "pot"})

    assert max(looked.status_code, back.status_code, posted.status_code) < 500
    plant(visitor, json.dumps(before))


@FUZZ
@given(cut=st.integers(0, 4_000), junk=st.binary(max_size=20), count=st.integers(0, 20))
def test_no_bytes_written_by_somebody_crash(visitor, cut, junk, count):
    """B27"""
    before = json.dumps(record_of(visitor))
    at = cut % len(before)
    plant(visitor, before[:at] + junk.decode("latin-1") + before[at + count :])

    looked = visitor.client.get("/shop/flow/second/", {"_id": task_id_of(visitor)})
    posted = visitor.client.post("/shop/flow/second/", {**visitor.form.hidden, "item": "pot"})

    assert max(looked.status_code, posted.status_code) < 500
    plant(visitor, before)


def plant(visitor, text):
    """Write to the memory store what it would never write itself."""
    store, task_id = loading.default_store(), task_id_of(visitor)
    kept = store._kept[task_id]
    store._kept[task_id] = memory_store._Kept(
        **{**{name: getattr(kept, name) for name in kept.__slots__}, "text": text}
    )
