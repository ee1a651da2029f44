"""What the journeys ask for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cmsflows.cms import gate, starting
from cmsflows.definition.analysis import Analysis
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.soundness import analysis_of
from cmsflows.testing import Visitor
from tests.journeys.in_code import serve
from tests.shop.effects import LEDGER


@pytest.fixture(autouse=True)
def _ledger_of_effects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `tests.shop.effects` writes what was done."""
    monkeypatch.setenv(LEDGER, str(tmp_path / "effects"))


@pytest.fixture
def ungated(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every flow counts as sound, as those did that went live before there was a gate, or before a
    deploy took away what they need."""

    def no_problems(compiled: CompiledFlow, **_: Any) -> Analysis:
        return replace(analysis_of(compiled), problems=())

    monkeypatch.setattr(gate, "analysis_of", no_problems)
    monkeypatch.setattr(starting, "analysis_of", no_problems)
    starting.forget_versions_to_start()
    yield
    starting.forget_versions_to_start()


@pytest.fixture
def enter(settings: Any) -> Callable[..., Visitor]:
    """Mounts a flow written in code and answers a visitor at its first step."""

    def enter(component: type[Component], **options: Any) -> Visitor:
        handler = serve(settings, component, **options)
        visitor = Visitor()
        visitor.opens(handler.flow_entry_link(handler.entry_points[0]))
        return visitor

    return enter
