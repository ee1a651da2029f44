"""The defaults of `conf` are promises: whatever they name by its dotted path is there."""

import re
from pkgutil import resolve_name

import pytest

from cmsflows.conf import DEFAULTS

DOTTED_PATH = re.compile(r"[a-z_]+(\.\w+)+")


def dotted_paths() -> dict[str, str]:
    return {
        name: value
        for name, value in DEFAULTS.items()
        if isinstance(value, str) and DOTTED_PATH.fullmatch(value)
    }


@pytest.mark.parametrize(("name", "path"), dotted_paths().items())
def test_a_default_names_something_that_is_there(name: str, path: str) -> None:
    assert resolve_name(path), name


def test_the_defaults_name_a_store_and_a_binder() -> None:
    """Else the test above would pass for want of anything to look at."""
    assert {"FLOWS_STATE_STORE", "FLOWS_TASK_BINDER"} <= set(dotted_paths())
