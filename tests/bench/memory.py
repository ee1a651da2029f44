"""`make bench-memory`: does a process grow that serves many steps? Prints its memory meanwhile.

BENCH_STEPS, 100 000 if it is not said, are walked by one visitor after the other. The store and the
sessions forget who is done, so that whatever grows has been forgotten by nobody.
"""

import os
import sys
from pathlib import Path

import django

STEPS = int(os.environ.get("BENCH_STEPS", "100000"))

WARM = 10_000
"""Steps after which everything that a process remembers is there."""

ALLOWED = 2.0
"""MiB by which a process may be larger at the end than when it was warm: nothing is that exact."""


def main() -> int:
    """Walk, print, and answer the exit code: 1 where the process has grown."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.memory_settings")
    django.setup()
    from django.contrib.sessions.models import Session  # settings are needed before
    from django.core.management import call_command

    from cmsflows.statestore.loading import default_store
    from tests.bench.browser import Browser
    from tests.bench.forms import ANSWERS
    from tests.bench.forms import STEPS as STEPS_A_WALK

    call_command("migrate", run_syncdb=True, verbosity=0)
    done = 0
    sizes = {}

    def note(when: str) -> None:
        sizes[when] = resident()
        print(f"{done:8d} steps, {when:10}{sizes[when]:8.1f} MiB", flush=True)

    while done < STEPS:
        browser = Browser()
        browser.opens("/code/bench/")
        for _ in range(STEPS_A_WALK):
            browser.submits(ANSWERS)
            done += 1
        default_store().delete_state(browser.url.partition("_id=")[2])
        Session.objects.all().delete()
        if "start" not in sizes:
            note("start")
        if done >= WARM and "warm" not in sizes:
            note("warm")
    note("end")
    grown = sizes["end"] - sizes.get("warm", sizes["start"])
    print(f"It has grown by {grown:.1f} MiB since it was warm; {ALLOWED} are allowed.")
    return 0 if grown <= ALLOWED else 1


def resident() -> float:
    """What this process holds of memory, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main())
