"""Walks some contenders on the site that the environment describes, and prints the figures as JSON.

A program of its own, for `on_servers`, whose site has another database than the rest of the bench.
"""

import json
import os
import sys

import django


def main() -> None:
    """Arguments: how many rounds, and the contenders as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from django.core.management import call_command  # settings are needed before

    from tests.bench.measure import measure

    call_command("migrate", run_syncdb=True, verbosity=0)
    print(json.dumps(measure(json.loads(sys.argv[2]), rounds=int(sys.argv[1]))))


if __name__ == "__main__":
    main()
