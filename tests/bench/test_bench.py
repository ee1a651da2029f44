"""The bench itself works, in a short run: else nobody would notice until figures are wanted."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cmsflows.statestore.records import from_record
from cmsflows.statestore.texts import to_text
from tests.bench.stores import KIB, KINDS, measure_store, record_of
from tests.fixtures.postgres_server import program

ROOT = Path(__file__).resolve().parents[2]

PATIENCE = 600
"""Seconds for all of it."""


def run(directory, module, **environment):
    """Run a program of the bench where it leaves nothing behind."""
    known = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", module],
        env={**known, "PYTHONPATH": str(ROOT), **environment},
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.slow
def test_every_figure_is_printed_and_kept(tmp_path):
    if not (program("initdb") and shutil.which("redis-server") and shutil.which("mariadbd")):
        pytest.skip("This test wants Debian's postgresql, mariadb-server and redis-server.")

    ran = run(tmp_path, "tests.bench", BENCH_ROUNDS="1")

    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures = json.loads((tmp_path / "build/bench.json").read_text())
    assert set(figures["stores"]) == set(KINDS)
    assert set(figures["on_servers"]) == {"bare", "code_flow_postgres", "code_flow_redis"}
    assert figures["code_flow"]["queries"] == 5
    assert all(f"\n{name} " in ran.stdout for name in KINDS)


@pytest.mark.slow
def test_memory_is_told_at_the_start_and_at_the_end(tmp_path):
    ran = run(tmp_path, "tests.bench.memory", BENCH_STEPS="24")

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [line.split(",")[0].strip() for line in ran.stdout.splitlines()[:2]] == [
        "12 steps",
        "24 steps",
    ]


@pytest.mark.parametrize("kib", KIB)
def test_a_record_has_as_much_state_as_it_says(kib):
    record = record_of("0" * 32, kib)

    state = from_record(record).state()

    assert 0.95 * kib < len(json.dumps(state)) / 1024 < 1.1 * kib


@pytest.mark.parametrize("name", ["memory", "tmpfile"])
def test_a_store_is_measured_by_what_it_keeps(name):
    opened, _is_here = KINDS[name]

    with opened() as store:
        row = measure_store(store, 1)

    text = len(to_text("0" * 32, record_of("0" * 32, 1)))
    assert abs(row["bytes"] - text) < 10
    assert all(row[operation] > 0 for operation in ("create", "load", "replace", "touch"))
