"""A site of somebody else's, in a folder of its own: what we ship is used there from outside."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.sources import ROOT

SETTINGS = """
import os

from tests.settings import *

INSTALLED_APPS = ["bakery", *INSTALLED_APPS]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("BAKERY_DATABASE")}
"""

CONFTEST = """
pytest_plugins = ["cmsflows.testing.plugin"]
"""

CONFIG = """
[tool.pytest.ini_options]
DJANGO_SETTINGS_MODULE = "bakery_settings"
python_files = ["test_*.py"]
filterwarnings = ["error"]

[tool.ruff]
line-length = 100

[tool.ruff.lint]
select = ["B", "C4", "DJ", "E", "F", "I", "PT", "RUF100", "S", "SIM", "T20", "TID", "UP", "W"]

[tool.ruff.lint.per-file-ignores]
"**/test_*.py" = ["S101"]

[tool.mypy]
strict = true
plugins = ["mypy_django_plugin.main"]
disallow_subclassing_any = false
disallow_any_generics = false
disallow_untyped_decorators = false
disable_error_code = ["django-manager-missing"]
incremental = false

[[tool.mypy.overrides]]
module = ["modelcluster.*", "taggit.*", "telepath.*", "treebeard.*", "wagtail.*"]
ignore_missing_imports = true

[[tool.mypy.overrides]]
module = ["cmsflows.*", "flow_blocks.*", "demo.*", "tests.*"]
follow_imports = "silent"
ignore_errors = true

[tool.django-stubs]
django_settings_module = "bakery_settings"
"""


@dataclass(frozen=True)
class Site:
    """A folder with settings, and the app `bakery`."""

    folder: Path
    database: Path

    @property
    def app(self) -> Path:
        return self.folder / "bakery"

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python there."""
        own = {key: text for key, text in os.environ.items() if not key.startswith("CMSFLOWS_")}
        paths = os.pathsep.join([str(self.folder), str(ROOT)])
        settings = {
            "BAKERY_DATABASE": str(self.database),
            "DJANGO_SETTINGS_MODULE": "bakery_settings",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**own, "PYTHONPATH": paths, **settings},
            capture_output=True,
            text=True,
            check=False,
        )

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "django", *arguments)

    def passes(self, *arguments: str) -> None:
        """Run a program there that must be content."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def passes_its_tests(self, *arguments: str) -> None:
        self.passes("-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db", *arguments)


@pytest.fixture(scope="session")
def bakery_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by the first tests that run there, and used by all."""
    folder: Path = tmp_path_factory.mktemp("bakery")
    return folder / "test.sqlite3"


@pytest.fixture
def bakery(tmp_path: Path, bakery_database: Path) -> Site:
    site = Site(tmp_path, bakery_database)
    site.write("bakery_settings.py", SETTINGS)
    site.write("pyproject.toml", CONFIG)
    site.write("conftest.py", CONFTEST)
    site.write("bakery/__init__.py", "")
    return site
