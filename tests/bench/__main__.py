"""`make bench`: prints what a completed step costs, and writes it to `build/bench.json`.

A step is a POST that is accepted and the GET that shows the next one. The flow page is measured
again in trees of other sizes, since neither time nor queries may grow with the tree. Then come the
stores: a step on PostgreSQL and on Redis, and each store by itself.
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

KINDS_OF_TIME = ("cpu_ms", "wall_ms")


def main() -> None:
    """Make a site in memory, walk it, print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from django.core.management import call_command  # settings are needed before

    from tests.bench.measure import CONTENDERS, measure
    from tests.bench.on_servers import measure_on_servers
    from tests.bench.site import make_site
    from tests.bench.stores import measure_stores

    call_command("migrate", run_syncdb=True, verbosity=0)
    trees = make_site(SIZES)
    figures: dict[str, Any] = measure(CONTENDERS, rounds=ROUNDS)
    growth = measure(trees, rounds=max(1, ROUNDS // 3))
    _print(figures, growth)
    on_servers = measure_on_servers(rounds=ROUNDS)
    _print_on_servers(on_servers)
    stores = measure_stores()
    _print_stores(stores)
    everything = {**figures, "growth": growth, "on_servers": on_servers, "stores": stores}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(everything, indent=2) + "\n")


def _print(figures: dict[str, Any], growth: dict[str, Any]) -> None:
    bare = figures["bare"]["cpu_ms"]
    print(f"A completed step: POST and the GET after it. Median of {ROUNDS} walks each.")
    print(f"{'':24}{'CPU ms':>8}{'x bare':>8}{'queries':>9}")
    for name, row in {**figures, **growth}.items():
        ratio = row["cpu_ms"] / bare
        print(f"{name:24}{row['cpu_ms']:8.2f}{ratio:8.2f}{row['queries']:9.0f}")


def _print_on_servers(figures: dict[str, Any]) -> None:
    if not figures:
        print("\nA step on servers is left out: PostgreSQL or Redis is not installed.")
        return
    bare = figures["bare"]
    print("\nThe same with everything in PostgreSQL, and with tasks in Redis.")
    print(f"{'':24}{'CPU ms':>8}{'x bare':>8}{'all ms':>8}{'x bare':>8}")
    for name, row in figures.items():
        both = "".join(f"{row[kind]:8.2f}{row[kind] / bare[kind]:8.2f}" for kind in KINDS_OF_TIME)
        print(f"{name:24}{both}")


def _print_stores(stores: dict[str, Any]) -> None:
    operations = ["create", "load", "replace", "touch"]
    print("\nOperations a second, and bytes that a task takes, by KiB of its state.")
    heads = "".join(f"{operation:>9}" for operation in operations)
    print(f"{'':24}{'KiB':>4}{heads}{'bytes':>9}{'text':>9}")
    for name, sizes in stores.items():
        for kib, row in sizes.items():
            done = "".join(f"{row[operation]:9.0f}" for operation in operations)
            print(f"{name:24}{kib:>4}{done}{row['bytes']:9.0f}{row['text']:9.0f}")


if __name__ == "__main__":
    main()
