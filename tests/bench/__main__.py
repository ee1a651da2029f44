"""`make bench`: prints what a completed step costs, and writes it to `build/bench.json`.

A step is a POST that is accepted and the GET that shows the next one. The flow page is measured
again in trees of other sizes, since neither time nor queries may grow with the tree.
"""

import json
import os
from pathlib import Path
from typing import Any

import django

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "30"))
SIZES = (12, 100, 300)
"""Steps in a flow page's tree."""

RESULT = Path("build/bench.json")


def main() -> None:
    """Make a site in memory, walk it, print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from django.core.management import call_command  # settings are needed before

    from tests.bench.measure import CONTENDERS, measure
    from tests.bench.site import make_site

    call_command("migrate", run_syncdb=True, verbosity=0)
    trees = make_site(SIZES)
    figures: dict[str, Any] = measure(CONTENDERS, rounds=ROUNDS)
    growth = measure(trees, rounds=max(1, ROUNDS // 3))
    _print(figures, growth)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({**figures, "growth": growth}, indent=2) + "\n")


def _print(figures: dict[str, Any], growth: dict[str, Any]) -> None:
    bare = figures["bare"]["cpu_ms"]
    print(f"A completed step: POST and the GET after it. Median of {ROUNDS} walks each.")
    print(f"{'':24}{'CPU ms':>8}{'x bare':>8}{'queries':>9}")
    for name, row in {**figures, **growth}.items():
        ratio = row["cpu_ms"] / bare
        print(f"{name:24}{row['cpu_ms']:8.2f}{ratio:8.2f}{row['queries']:9.0f}")


main()
