"""What a site installs as an extra only is not wanted before the site asks for it."""

import os
import subprocess
import sys

from tests.house.sources import ROOT

START = """
import sys
from importlib.machinery import PathFinder

GONE = {"allauth", "celery", "cryptography", "payments", "pygraphviz", "redis", "stripe"}


class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        is_gone = name.partition(".")[0] in GONE
        return None if is_gone else super().find_spec(name, path, target)


sys.meta_path = [Without if each is PathFinder else each for each in sys.meta_path]

import django
from django.core.management import call_command

django.setup()
call_command("check")  # with the URLs, and so with all views

from cmsflows.engine.registry import registry

assert "pay" in {entry.key for entry in registry.actions}
assert not GONE & set(sys.modules)
"""


def test_a_site_with_nothing_but_the_ready_steps_starts() -> None:
    """`cmsflows[blocks]` is all that the demo installs; the rest might as well not exist."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "demo.settings", "PYTHONPATH": paths}

    started = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, env=env, capture_output=True, text=True
    )

    assert started.returncode == 0, started.stderr
