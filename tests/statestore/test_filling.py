"""Rows of before there was a column for it are told of which flow they are."""

import json
import time

import pytest

from cmsflows.statestore.base import Place
from cmsflows.statestore.django_store import StateStore
from cmsflows.statestore.filling import fill
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing.listing_contract import FLOW, found, run

pytestmark = pytest.mark.django_db


def row(number: int, record: str, *, expires_at: float = 0.0) -> StoredTask:
    end = expires_at or time.time() + 60
    return StoredTask(task_id=f"{number:032x}", record=record, expires_at=end)


def test_living_rows_are_told(monkeypatch):
    monkeypatch.setattr("cmsflows.statestore.filling.BATCH", 2)
    StoredTask.objects.bulk_create(row(number, json.dumps(run())) for number in range(5))

    fill(StoredTask, "default")

    store = StateStore()
    assert len(found(store)) == 5
    assert store.count_of_flow(FLOW) == {Place("v1", "pay"): 5}


def test_what_is_over_or_cannot_be_read_stays(django_assert_num_queries):
    StoredTask.objects.bulk_create(
        [
            row(1, json.dumps(run(status="done"))),
            row(2, "no JSON"),
            row(3, json.dumps(run()), expires_at=1.0),
        ]
    )

    with django_assert_num_queries(2):
        fill(StoredTask, "default")

    assert not StoredTask.objects.exclude(flow="").exists()
