"""What each store takes to keep a task: operations a second and bytes, at several sizes."""

import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from cmsflows.engine.task import Position, Task
from cmsflows.statestore.records import to_record
from cmsflows.statestore.texts import to_text
from tests.bench import shipped_stores
from tests.bench.shipped_stores import Opened

KIB = (1, 8, 32)
"""Sizes of the state."""

TASKS = 200
"""How many are kept; each operation is done once to each."""

LIFETIME = 600.0

KINDS: dict[str, tuple[Callable[[], AbstractContextManager[Opened]], Callable[[], bool]]] = {
    "memory": (shipped_stores.memory, lambda: True),
    "tmpfile": (shipped_stores.tmpfile, lambda: True),
    "django on SQLite": (shipped_stores.sqlite, lambda: True),
    "django on PostgreSQL": (shipped_stores.postgres, shipped_stores.postgres_is_here),
    "django on MariaDB": (shipped_stores.mariadb, shipped_stores.mariadb_is_here),
    "redis": (shipped_stores.redis, shipped_stores.redis_is_here),
    "redis cluster": (shipped_stores.redis_cluster, shipped_stores.redis_is_here),
}
"""By name: the store, and whether what it needs is on this machine."""

Row = dict[str, float]
"""Operations a second by name; "bytes", which one task takes, and "text", which its record has."""


def measure_stores() -> dict[str, dict[str, Row]]:
    """By store, by KiB of state. A store whose server is not installed is left out, with a word."""
    figures = {}
    for name, (opened, is_here) in KINDS.items():
        if is_here():
            with opened() as store:
                figures[name] = {str(kib): measure_store(store, kib) for kib in KIB}
        else:
            print(f"{name} is left out: its server is not installed.")
    return figures


def measure_store(opened: Opened, kib: int) -> Row:
    """Create, load, replace and touch as many tasks of this size as there are to be.

    They stay, so that those of the next size are not put where others have been.
    """
    store = opened.store
    ids = [f"{kib:016x}{number:016x}" for number in range(TASKS)]
    records = {task_id: record_of(task_id, kib) for task_id in ids}
    text = len(to_text(ids[0], records[ids[0]]))
    before = opened.size()
    created = _a_second(lambda each: store.create(each, records[each], lifetime=LIFETIME), ids)
    taken = (opened.size() - before) / TASKS
    return {
        "create": created,
        "load": _a_second(store.load, ids),
        "replace": _a_second(
            lambda each: store.replace(each, records[each], version=1, lifetime=LIFETIME), ids
        ),
        "touch": _a_second(lambda each: store.touch(each, lifetime=LIFETIME), ids),
        "bytes": round(taken) or text,
        "text": text,
    }


def _a_second(operation: Callable[[str], object], ids: list[str]) -> int:
    """How often a second it can be done. Raises `RuntimeError` where the store refuses."""
    began = time.perf_counter()
    if not all(map(operation, ids)):
        raise RuntimeError("The store refused an operation of the bench.")
    return round(len(ids) / (time.perf_counter() - began))


def record_of(task_id: str, kib: int) -> dict[str, Any]:
    """The record of a task with so much state, of which little can be compressed. `Any`: JSON."""
    fields = {f"field {number}": secrets.token_hex(25) for number in range(16 * kib)}
    task = Task(
        id=task_id,
        flow="code:bench:bench",
        version="0" * 64,
        position=Position("bench/step0", 0),
        binding=secrets.token_hex(32),
        entry=fields,
        started_at=time.time(),
    )
    return to_record(task)
