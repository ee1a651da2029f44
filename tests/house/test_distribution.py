"""What is built can be used: every file arrives, and every template loads from anywhere."""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings

from tests.house.sources import ROOT

pytestmark = pytest.mark.slow

SHIPPED = {"cmsflows": "cmsflows", "flow_blocks": "flow_blocks", "templates": "cmsflows/templates"}
"""Folders of the repository, and where they stand in the wheel."""

LOADER = ROOT / "tests" / "house" / "load_templates.py"


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run("-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    return next(distributions.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed in it, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    run(*pip, str(wheel), cwd=folder)
    return folder


def test_the_wheel_holds_every_file_and_no_other(wheel: Path) -> None:
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert held == {name for folder in SHIPPED for name in shipped(folder)}


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    assert {"cmsflows/py.typed", "flow_blocks/py.typed"} <= set(ZipFile(wheel).namelist())


def test_the_sdist_holds_the_tests_and_the_demo(distributions: Path) -> None:
    """Who packages cmsflows for a distribution runs its tests from there."""
    with tarfile.open(next(distributions.glob("*.tar.gz"))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}

    assert {"LICENSE", "README.md", "tests/conftest.py", "site/manage.py"} <= held


def test_every_template_loads_from_an_empty_directory(installed: Path, tmp_path: Path) -> None:
    names = [name.removeprefix("cmsflows/templates/") for name in shipped("templates")]
    here_only = ("tests.", "demo", "standin")
    apps = [app for app in settings.INSTALLED_APPS if not app.startswith(here_only)]
    order = json.dumps({"apps": apps, "names": names, "home": str(installed)})

    answer = run("-P", str(LOADER), order, cwd=tmp_path, PYTHONPATH=str(installed))

    assert names
    assert json.loads(answer) == {}


def shipped(folder: str) -> Iterator[str]:
    """The names, in the wheel, of what stands in this folder of the repository."""
    for file in sorted((ROOT / folder).rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield f"{SHIPPED[folder]}/{file.relative_to(ROOT / folder).as_posix()}"


def run(*arguments: str, cwd: Path, **environment: str) -> str:
    """Run Python in that folder; answer what it printed, or fail with what it complained of."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
