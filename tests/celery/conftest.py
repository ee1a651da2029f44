"""Celery for the tests: workers and beats of its own, over a real broker, ended by their ids."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection
from kombu import Connection

from tests.house.sources import ROOT

PATIENCE = 25
"""Seconds."""

RABBITMQ = os.environ.get("CMSFLOWS_TEST_AMQP", "amqp://guest:guest@127.0.0.1:5672//")

QUIET = ("--pool", "solo", "--without-gossip", "--without-mingle", "-l", "INFO")


class Started:
    """Programs of Celery that were started, and where they write what they do."""

    def __init__(self, broker: str, directory: Path) -> None:
        self.name = f"cmsflows-test-{secrets.token_hex(4)}"
        self.broker = broker
        self.directory = directory
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `celery …` in the background, until the test ends."""
        environment = {
            **os.environ,
            "CMSFLOWS_WORKER_BROKER": self.broker,
            "CMSFLOWS_WORKER_DB": str(connection.settings_dict["NAME"]),
            "CMSFLOWS_WORKER_NAME": self.name,
        }
        command = [sys.executable, "-m", "celery", "-A", "tests.celery.site", *words]
        with (self.directory / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", *QUIET)

    def beat(self, name: str = "beat") -> subprocess.Popen[bytes]:
        return self.start("beat", "--schedule", str(self.directory / name), "--pidfile", "")

    def log(self) -> str:
        """What the workers have said, to be read where a test fails."""
        path = self.directory / "worker.log"
        return path.read_text() if path.exists() else ""

    def end(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()


@pytest.fixture(params=["redis", "rabbitmq"])
def broker(request: pytest.FixtureRequest) -> str:
    """The URL of a broker, of each kind in turn."""
    if request.param == "redis":
        url: str = request.getfixturevalue("shared_redis_server").url
        return url
    try:
        with Connection(RABBITMQ, connect_timeout=2) as asked:
            asked.connect()
    except OSError:
        pytest.skip(f"This test wants RabbitMQ at {RABBITMQ}, or where CMSFLOWS_TEST_AMQP says.")
    return RABBITMQ


@pytest.fixture
def celery(broker: str, tmp_path: Path) -> Iterator[Started]:
    started = Started(broker, tmp_path)
    yield started
    started.end()
    if broker == RABBITMQ:
        forget_queue(started.name)


@pytest.fixture(autouse=True)
def _no_application_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor after: the first that is made becomes the default."""
    monkeypatch.setattr("celery._state._tls.current_app", None)
    monkeypatch.setattr("celery._state.default_app", None)


@pytest.fixture
def site(celery: Started, monkeypatch: pytest.MonkeyPatch) -> Celery:
    """The site's Celery application, as its web processes have it: in all threads of this one."""
    app = application(celery.broker, celery.name)
    use(app, monkeypatch)
    return app


def application(broker: str, name: str) -> Celery:
    app = Celery("site", broker=broker, set_as_current=False)
    app.conf.task_default_queue = name
    app.conf.broker_transport_options = {"global_keyprefix": f"{name}:"}
    return app


def use(app: Celery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("celery._state.default_app", app)


def forget_queue(name: str) -> None:
    with Connection(RABBITMQ) as asked:
        asked.default_channel.queue_delete(name)
        asked.default_channel.exchange_delete(name)


def eventually(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
