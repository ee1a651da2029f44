"""What the README says is so."""

import re

import pytest

from cmsflows import conf
from cmsflows.engine.registry import registry
from tests.house.sources import ROOT

README = (ROOT / "README.md").read_text()


def test_its_example_is_the_demos_newsletter() -> None:
    example = re.search(r"## A flow in code.*?```python\n(.*?)```", README, re.DOTALL)
    code = (ROOT / "site/demo/newsletter.py").read_text()

    assert example
    assert code.endswith(f'"""\n\n{example[1]}')


def test_it_lists_every_setting_with_its_default() -> None:
    listed = dict(re.findall(r"^\| `(FLOWS_\w+)` \| `(.*?)` \|", README, re.MULTILINE))

    assert listed == {
        name: f'"{value}"' if isinstance(value, str) else str(value)
        for name, value in conf.DEFAULTS.items()
    }


def test_it_lists_every_ready_step_with_what_it_leaves() -> None:
    table = README.partition("## The ready steps")[2].partition("## Settings")[0]
    rows = re.findall(r"^\| `(\w+)` \|.*?\|(.*?)\|$", table, re.MULTILINE)

    assert {key: set(re.findall(r"`(\w+)`", leaves)) for key, leaves in rows} == {
        entry.key: set(entry.target.provides)
        for entry in registry.actions
        if entry.target.__module__.startswith("flow_blocks.")
    }


@pytest.mark.parametrize("target", re.findall(r"\]\(([^):]+)\)", README))
def test_its_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
