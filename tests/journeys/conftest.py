"""What the journeys ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmsflows.engine.components import Component
from tests.journeys.in_code import serve
from tests.journeys.visitor import Visitor
from tests.shop.effects import LEDGER


@pytest.fixture(autouse=True)
def _ledger_of_effects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `tests.shop.effects` writes what was done."""
    monkeypatch.setenv(LEDGER, str(tmp_path / "effects"))


@pytest.fixture
def enter(settings: Any) -> Callable[..., Visitor]:
    """Mounts a flow written in code and answers a visitor at its first step."""

    def enter(component: type[Component], **options: Any) -> Visitor:
        handler = serve(settings, component, **options)
        visitor = Visitor()
        visitor.opens(handler.flow_entry_link(handler.entry_points[0]))
        return visitor

    return enter
