"""`make soak`: lets visitors walk on a real server while processes die and stores go away.

Half of SOAK_SECONDS with tasks in PostgreSQL, half with tasks in Redis. Prints what was counted;
the exit code is 1 where anything happened that must not, and 2 where a program is missing.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.fixtures.postgres_server import PostgresServer, program
from tests.fixtures.redis_server import RedisServer
from tests.soak import effects, outside
from tests.soak.browser import Browser
from tests.soak.dawdling import COPIES
from tests.soak.gunicorn import HOST, Gunicorn
from tests.soak.report import report
from tests.soak.tally import Tally
from tests.soak.trouble import Server, Trouble
from tests.soak.visitor import Visitor

SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))

VISITORS = 12
"""Who walk at the same time."""

LOGS = Path("build/soak")
"""Where what the server said is kept."""

DJANGO_STORE = "cmsflows.statestore.django_store"
REDIS_STORE = "cmsflows.statestore.redis_store"


def main() -> int:
    """Soak both stores; answer the exit code."""
    missing = [name for name, path in _programs().items() if not path]
    if missing:
        print(f"The soak wants these programs: {', '.join(missing)}. See `.ci/run`.")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cmsflows-soak-")))
        postgres = stack.enter_context(_postgres())
        redis = stack.enter_context(_redis(directory))
        environment = _environment(postgres, redis)
        _manage(environment, "migrate", "--run-syncdb", "--verbosity", "0")
        is_sound = True
        for name, store, server in (
            ("PostgreSQL", DJANGO_STORE, postgres),
            ("Redis", REDIS_STORE, redis),
        ):
            (directory / name).mkdir()
            environment |= {"SOAK_STORE": store, outside.DIRECTORY: str(directory / name)}
            is_sound &= soak(name, environment, server, seconds=SECONDS / 2)
    return 0 if is_sound else 1


def soak(name: str, environment: dict[str, str], store: Server, *, seconds: float) -> bool:
    """Let visitors walk for so long, with their tasks in this store; is all as it must be?"""
    os.environ[outside.DIRECTORY] = environment[outside.DIRECTORY]
    LOGS.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    with Gunicorn(environment, LOGS / f"{name}.log") as gunicorn:
        _walk_for(1, gunicorn, Tally())
        before = gunicorn.memory()
        trouble = Trouble(gunicorn, store, tally, seconds=seconds)
        trouble.start()
        try:
            _walk_for(seconds, gunicorn, tally, at_time_up=trouble.stop)
        finally:
            trouble.stop()
        after = gunicorn.memory()
    effects.audit(tally)
    print(report(name, tally, seconds=seconds, memory=(before, after)))
    return not tally.findings


def _walk_for(
    seconds: float,
    gunicorn: Gunicorn,
    tally: Tally,
    *,
    at_time_up: Callable[[], None] = lambda: None,
) -> None:
    """One walk after the other in each of several threads; each is walked to its end."""
    until = time.monotonic() + seconds
    with (
        ThreadPoolExecutor(VISITORS * COPIES) as threads,
        ThreadPoolExecutor(VISITORS) as visitors,
    ):

        def walks() -> None:
            while time.monotonic() < until and not tally.is_called_off:
                browser = Browser(HOST, gunicorn.port, tally)
                visitor = Visitor(browser, threads, random.Random())
                visitor.walks(lambda: time.monotonic() >= until)

        walking = [visitors.submit(walks) for _ in range(VISITORS)]
        try:
            time.sleep(max(0.0, until - time.monotonic()))
            at_time_up()
            for each in walking:
                each.result()
        except BaseException:  # Ctrl-C, say
            tally.is_called_off = True
            raise


@contextmanager
def _postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@contextmanager
def _redis(directory: Path) -> Iterator[RedisServer]:
    """One that has its keys again after it was stopped."""
    server = RedisServer(directory, "--appendonly", "yes")
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _environment(postgres: PostgresServer, redis: RedisServer) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.soak.settings",
        "SOAK_DATABASE": json.dumps(postgres.settings),
        "SOAK_REDIS": redis.url,
        "SOAK_STORE": DJANGO_STORE,
    }


def _manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, "-m", "django", *command], env=environment, check=True)


def _programs() -> dict[str, str | None]:
    return {
        "PostgreSQL's initdb": program("initdb"),
        "redis-server": shutil.which("redis-server"),
    }


if __name__ == "__main__":
    sys.exit(main())
