"""The server under test: gunicorn with eight processes, on a free port of 127.0.0.1."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.fixtures.server_process import free_port

WORKERS = 8
PATIENCE = 60
"""Seconds to wait for it to come, or to go."""

HOST = "127.0.0.1"


class Gunicorn:
    """Started with `with`; gone when that is left, however."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.environment = environment
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Gunicorn":
        bind = f"{HOST}:{self.port}"
        options = ["--workers", str(WORKERS), "--preload", "--bind", bind]
        options += ["--graceful-timeout", "5", "--log-level", "warning"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *options, "tests.soak.wsgi"],
                env=self.environment,
                stdout=log,
                stderr=log,
                # Ctrl-C is for us, who end it in order.
                start_new_session=True,
            )
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._stop()

    def kill_a_worker(self, luck: random.Random) -> bool:
        """As the kernel does when memory is short. False where there is none just now."""
        workers = self.workers()
        if not workers:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(luck.choice(workers), signal.SIGKILL)
        return True

    def workers(self) -> list[int]:
        """The processes that serve, oldest first."""
        if self._process is None:
            return []
        master = self._process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return sorted(map(int, children))

    def memory(self) -> str:
        """What the processes that serve hold of memory, in MiB (resident set size)."""
        sizes = [size for size in map(_resident, self.workers()) if size]
        if not sizes:
            return "no process is there"
        return f"{median(sizes):.1f} MiB a process, {max(sizes):.1f} the largest"

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port)):
                return
            time.sleep(0.1)
        raise TimeoutError(f"gunicorn did not come: {self.log.read_text()}")

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            for worker in self.workers():
                os.kill(worker, signal.SIGKILL)
            self._process.kill()
            self._process.wait(PATIENCE)
        self._process = None


def _resident(process: int) -> float:
    """MiB; 0 for a process that is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    line = next((each for each in status.splitlines() if each.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(line.split()[1]) / 1024
