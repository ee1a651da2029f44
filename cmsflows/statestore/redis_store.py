"""Keeps tasks in Redis, or in a Redis Cluster: one key each, which Redis forgets by itself.

A write is one script of `redis_scripts`, and one round trip, as a read is. Only `find` takes more,
and a write that an index must hear of: the first, and then about one in an hour. There is no index
of a flow's runs: a key that every visitor of a flow writes to would be a node's whole burden, and
one more write could not be made with the task's own. So `of_flow` goes through all keys of tasks.
"""

import logging
import math
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from typing import Any

from redis.exceptions import NoScriptError, RedisClusterException, RedisError

from cmsflows import conf
from cmsflows.exceptions import StoreUnavailableError, UnreadableRecordError
from cmsflows.statestore.base import FIND_LIMIT, Listed, Record, Stored, VersionedStateStore
from cmsflows.statestore.listing import listed_among
from cmsflows.statestore.redis_clients import Connection
from cmsflows.statestore.redis_scripts import CREATE, LIST, REPLACE, TOUCH, Script
from cmsflows.statestore.texts import VERSION, from_text, to_text
from cmsflows.statestore.whose import binding_of, is_of, owner_of

logger = logging.getLogger("cmsflows")

LISTED_FOR = 3
"""An index lists a task for so many lifetimes, and need not hear of every step meanwhile."""

INDEX_LIMIT = 10 * FIND_LIMIT
"""How many tasks one index lists: of more, those that live longest."""

SCANNED = 500
"""How many keys Redis looks at in one go, when all are gone through; others wait meanwhile."""


class StateStore(VersionedStateStore):
    """Works with Redis 5 and later; needs cmsflows[redis]."""

    supports_listing = True
    supports_purge = False

    def __init__(self) -> None:
        self._connection = Connection()

    def load(self, task_id: str) -> Stored | None:
        version, expires_at, text = self._ask("HMGET", _key_of(task_id), "v", "e", "r")
        if version is expires_at is text is None:
            return None
        if text is None or not VERSION.fullmatch(version or b""):
            raise UnreadableRecordError("The stored task is no hash of a version and a record.")
        return Stored(from_text(task_id, text), int(version), _seconds(expires_at))

    def create(self, task_id: str, record: Record, *, lifetime: float) -> bool:
        return self._write(CREATE, task_id, record, lifetime)

    def replace(self, task_id: str, record: Record, *, version: int, lifetime: float) -> bool:
        return self._write(REPLACE, task_id, record, lifetime, version, version + 1)

    def touch(self, task_id: str, *, lifetime: float) -> bool:
        now = time.time()
        listed_until = now + LISTED_FOR * lifetime
        ends = (now + lifetime, _milliseconds(lifetime), listed_until)
        indexes = self._run(TOUCH, _key_of(task_id), *ends)
        return self._list(indexes, task_id, until=listed_until)

    def purge(self, *, batch: int) -> int:
        """Nothing: Redis itself deletes what is expired."""
        return 0

    def find(self, *, owner: str = "", binding: str = "") -> list[str]:
        indexes = _indexes(owner, binding)
        if not indexes:
            return []
        found = islice(self._found(indexes[-1], owner, binding), FIND_LIMIT)
        return [task_id for task_id, _ in sorted(found, key=lambda each: -each[1].expires_at)]

    def of_flow(self, flow: str) -> Iterator[Listed]:
        return listed_among(self, self._ids(), flow)

    def delete_state(self, task_id: str) -> None:
        self._ask("DEL", _key_of(task_id))

    def _write(
        self, script: Script, task_id: str, record: Record, lifetime: float, *versions: int
    ) -> bool:
        now, indexes = time.time(), _indexes(owner_of(record), binding_of(record))
        listed_until = now + LISTED_FOR * lifetime
        mark, text = secrets.token_hex(8), to_text(task_id, record)
        ends = (now + lifetime, _milliseconds(lifetime), " ".join(indexes), listed_until)
        told = self._run(script, _key_of(task_id), mark, text, *ends, *versions)
        return self._list(told, task_id, until=listed_until)

    def _list(self, indexes: bytes | None, task_id: str, *, until: float) -> bool:
        """Tell the indexes that a script answered of a task; answer whether it wrote at all.

        The task is written already. What goes wrong now cannot be undone and only means that
        `find` may miss it for a while, so it is logged.
        """
        if indexes is None:
            return False
        lifetime = _milliseconds(until - time.time())
        for name in indexes.decode("ascii", "replace").split():
            try:
                self._run(LIST, _key(name), until, task_id, time.time(), INDEX_LIMIT, lifetime)
            except (StoreUnavailableError, UnreadableRecordError) as error:
                logger.warning("Task %s is not listed by its owner for now. %s", task_id, error)
        return True

    def _found(self, index: str, owner: str, binding: str) -> Iterator[tuple[str, Stored]]:
        """What an index lists, where the task itself is there and says the same."""
        for task_id in self._listed(index):
            try:
                stored = self.load(task_id)
            except UnreadableRecordError:
                continue  # Whoever asks for that very task is told.
            if stored and is_of(stored.record, owner=owner, binding=binding):
                yield task_id, stored

    def _listed(self, index: str) -> list[str]:
        """Those listed for longest first; none where somebody else wrote the index."""
        try:
            ids = self._ask("ZREVRANGE", _key(index), 0, INDEX_LIMIT - 1)
        except UnreadableRecordError:
            return []
        return [each.decode("ascii", "replace") for each in ids]

    def _ids(self) -> Iterator[str]:
        """The ids of all tasks, on every node of a cluster; one that is there all the while comes
        once at least."""
        beginning = _key_of("")
        keys = self._connection.client.scan_iter(match=f"{_literal(beginning)}*", count=SCANNED)
        while True:
            with _our_errors():
                key = next(keys, None)
            if key is None:
                return
            yield key.decode("utf-8", "replace").removeprefix(beginning)

    def _run(self, script: Script, key: str, *arguments: str | float) -> Any:
        """What a script answers; `Any`: each answers something else."""
        try:
            return self._ask("EVALSHA", script.name, 1, key, *arguments)
        except NoScriptError:  # It never saw it, or has been started anew.
            return self._ask("EVAL", script.text, 1, key, *arguments)

    def _ask(self, *command: str | float) -> Any:
        """The one place that talks to Redis. `Any`: it answers all kinds of things."""
        with _our_errors():
            return self._connection.client.execute_command(*command)  # type: ignore[no-untyped-call]  # redis has no types here


@contextmanager
def _our_errors() -> Iterator[None]:
    """Redis does not say "down" in one word: not there, too slow, full, read only, still loading.

    Whatever it is that keeps it from answering is `StoreUnavailableError`; a key of another kind
    than ours is `UnreadableRecordError`.
    """
    try:
        yield
    except NoScriptError:
        raise
    except (RedisError, RedisClusterException, OSError) as error:
        if "WRONGTYPE" in str(error):
            raise UnreadableRecordError("The stored task is no hash.") from error
        raise StoreUnavailableError(store="Redis", reason=error) from error


def _key_of(task_id: str) -> str:
    return _key(f"task:{task_id}")


def _key(name: str) -> str:
    return f"{conf.get('FLOWS_REDIS_STATE_STORE_PREFIX')}{name}"


def _literal(text: str) -> str:
    """A pattern of Redis that matches this very text."""
    return re.sub(r"([*?\[\]\\^-])", r"\\\1", text)


def _indexes(owner: str, binding: str) -> list[str]:
    """The names of the indexes for whom is given, the narrower one last.

    Hashed: an owner may be any text, and need not be read from a list of keys.
    """
    given = {"owner": owner, "binding": binding}
    return [f"{kind}:{_digest(value)}" for kind, value in given.items() if value]


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _milliseconds(seconds: float) -> int:
    return math.ceil(seconds * 1000)


def _seconds(text: bytes | None) -> float:
    """Raises `UnreadableRecordError` for what is no number."""
    try:
        seconds = float(text or b"")
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds):
        raise UnreadableRecordError("The stored task does not say when it expires.")
    return seconds
