"""Runs one piece of work in several operating-system processes that begin together.

`in_processes` starts this file as a program with Django in it, which forks into as many workers. It
forks once nothing is connected to anything, so each worker makes connections of its own.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any, TextIO

import django
from django.db import connections
from django.test import override_settings
from django.utils.module_loading import import_string

from cmsflows import conf
from cmsflows.statestore.loading import store_of

Work = Callable[..., Any]
"""Takes a store and the worker's number; what it answers is plain JSON (hence `Any`)."""


def in_processes(work: Work, *, store: str, workers: int = 8) -> list[Any]:
    """What `work(store, number)` answers in each worker.

    `work` is a function at the top of a module, `store` a dotted path as in FLOWS_STATE_STORE. The
    workers know the settings of cmsflows and the databases as they are in this process.
    """
    order = {
        "work": f"{work.__module__}.{work.__qualname__}",
        "store": store,
        "workers": workers,
        "settings": {name: conf.get(name) for name in conf.DEFAULTS},
        "databases": {each.alias: str(each.settings_dict["NAME"]) for each in connections.all()},
    }
    done = subprocess.run(  # this very file
        [sys.executable, "-m", "cmsflows.testing.processes"],
        input=json.dumps(order),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The workers failed: {done.stderr}")
    answers: list[Any] = json.loads(done.stdout)
    return answers


def main() -> None:
    """Read an order, and print what each worker answered."""
    order = json.load(sys.stdin)
    django.setup()
    override_settings(**order["settings"]).enable()
    for alias, name in order["databases"].items():
        connections[alias].settings_dict["NAME"] = name
    store, work = store_of(order["store"]), import_string(order["work"])
    answers = forked(lambda number: work(store, number), workers=order["workers"])
    sys.stdout.write(json.dumps(answers))


def forked(work: Callable[[int], Any], *, workers: int) -> list[Any]:
    """What the work answers in each child, none of which begins before the last is there."""
    gate, opener = os.pipe()
    children = [_start(work, number, gate, opener) for number in range(workers)]
    os.close(opener)  # The end of that pipe is what they wait for.
    return [_end(process, answer) for process, answer in children]


def _start(work: Callable[[int], Any], number: int, gate: int, opener: int) -> tuple[int, TextIO]:
    """A child's process id, and the file in which its answer will stand."""
    readable, writable = os.pipe()
    process = os.fork()
    if process:
        os.close(writable)
        return process, os.fdopen(readable)
    try:
        os.close(opener)
        os.read(gate, 1)
        with os.fdopen(writable, "w") as answer:
            json.dump(work(number), answer)
    except BaseException:
        traceback.print_exc()
    os._exit(0)  # The rest of this program is the parent's.


def _end(process: int, answer: TextIO) -> Any:
    """Wait for a child, and answer what it did; one that failed has answered nothing."""
    with answer:
        text = answer.read()
    os.waitpid(process, 0)
    return json.loads(text)


if __name__ == "__main__":
    main()
