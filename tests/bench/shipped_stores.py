"""Every store that comes with cmsflows, opened for the bench, on a server of its own if need be.

Those servers do not wait for the disk, as the tests' do not.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from redis import Redis

from cmsflows.statestore import django_store, memory_store, redis_store, tmpfile_store
from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.rows import StoredTask
from tests.fixtures.mariadb_server import MariadbServer
from tests.fixtures.postgres_server import PostgresServer, program
from tests.fixtures.redis_cluster import RedisCluster, join
from tests.fixtures.redis_server import RedisServer
from tests.fixtures.server_process import ServerProcess
from tests.statestore.elsewhere import tasks_rest_at, tasks_rest_in

TABLE = StoredTask._meta.db_table


@dataclass(frozen=True)
class Opened:
    """A store that can be used, and how many bytes it says that its tasks take; 0 where it does
    not."""

    store: VersionedStateStore
    size: Callable[[], int] = lambda: 0


@contextmanager
def memory() -> Iterator[Opened]:
    yield Opened(memory_store.StateStore())


@contextmanager
def tmpfile() -> Iterator[Opened]:
    with (
        tempfile.TemporaryDirectory(prefix="cmsflows-bench-") as directory,
        override_settings(FLOWS_TMPFILE_STATE_STORE_DIRECTORY=directory),
    ):
        yield Opened(tmpfile_store.StateStore(), lambda: _bytes_below(Path(directory)))


@contextmanager
def sqlite() -> Iterator[Opened]:
    with tempfile.TemporaryDirectory(prefix="cmsflows-bench-") as directory:
        file = Path(directory) / "tasks.sqlite3"
        settings = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(file),
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"},
        }
        with tasks_rest_at(settings, "bench_sqlite") as connection:
            pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            yield Opened(django_store.StateStore(), lambda: _asked(connection, pages))


@contextmanager
def postgres() -> Iterator[Opened]:
    with _on(PostgresServer()) as connection:
        size = f"SELECT pg_total_relation_size('{TABLE}')"
        yield Opened(django_store.StateStore(), lambda: _asked(connection, size))


@contextmanager
def mariadb() -> Iterator[Opened]:
    with _on(MariadbServer()) as connection:

        def size() -> int:
            _asked(connection, f"ANALYZE TABLE {TABLE}", column=2)
            return _asked(
                connection,
                "SELECT data_length + index_length FROM information_schema.tables"  # noqa: S608  # the name of our own table
                f" WHERE table_schema = DATABASE() AND table_name = '{TABLE}'",
            )

        yield Opened(django_store.StateStore(), size)


@contextmanager
def redis() -> Iterator[Opened]:
    with tempfile.TemporaryDirectory(prefix="cmsflows-bench-") as directory, ExitStack() as stack:
        server = RedisServer(Path(directory))
        stack.callback(server.stop)
        server.start()
        stack.enter_context(override_settings(FLOWS_REDIS_STATE_STORE_URL=server.url))
        yield Opened(redis_store.StateStore(), lambda: _bytes_in([server]))


@contextmanager
def redis_cluster() -> Iterator[Opened]:
    options = ["--cluster-enabled", "yes", "--cluster-node-timeout", "1000"]
    with ExitStack() as stack:
        nodes = []
        for _ in range(3):
            directory = tempfile.TemporaryDirectory(prefix="cmsflows-bench-")
            nodes.append(RedisServer(Path(stack.enter_context(directory)), *options))
        cluster = RedisCluster(nodes)
        stack.callback(cluster.stop)
        join(nodes)
        cluster.start()
        stack.enter_context(
            override_settings(
                FLOWS_REDIS_STATE_STORE_URL=cluster.url, FLOWS_REDIS_STATE_STORE_CLUSTER=True
            )
        )
        yield Opened(redis_store.StateStore(), lambda: _bytes_in(nodes))


def redis_is_here() -> bool:
    return shutil.which("redis-server") is not None


def postgres_is_here() -> bool:
    return bool(program("initdb"))


def mariadb_is_here() -> bool:
    return shutil.which("mariadbd") is not None


@contextmanager
def _on(server: ServerProcess) -> Iterator[BaseDatabaseWrapper]:
    """A database with the table of tasks, on a server that goes when it is left."""
    try:
        server.start()
        with tasks_rest_in(server.settings) as connection:
            yield connection
    finally:
        server.remove()


def _asked(connection: BaseDatabaseWrapper, sql: str, *, column: int = 0) -> Any:
    """What a query answers in its first row. `Any`: whatever the column holds."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[column]


def _bytes_below(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _bytes_in(nodes: list[RedisServer]) -> int:
    return sum(_bytes_of(node.client()) for node in nodes)


def _bytes_of(client: Redis) -> int:
    with client:
        return sum(int(client.memory_usage(key, samples=0) or 0) for key in client.scan_iter())
