"""Fixtures for the tests of a site, beside those of pytest-django.

In the `conftest.py` at the top of your tests:

    pytest_plugins = ["cmsflows.testing.plugin"]
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import pytest

from cmsflows.serving.handler import FlowHandler
from cmsflows.testing.code_flows import serve_flow as _serve_flow
from cmsflows.testing.steps import Served
from cmsflows.testing.steps import serve_step as _serve_step
from cmsflows.testing.visitor import Visitor

ServeStep: TypeAlias = Callable[..., Served]
ServeFlow: TypeAlias = Callable[..., FlowHandler]


@pytest.fixture
def visitor(db: None) -> Visitor:
    """A browser that has not opened anything yet: see `cmsflows.testing.visitor`."""
    return Visitor()


@pytest.fixture
def serve_step() -> ServeStep:
    """Serves one step outside any flow: see `cmsflows.testing.steps.serve_step`."""
    return _serve_step


@pytest.fixture
def serve_flow(settings: Any) -> ServeFlow:
    """Serves a flow written in code until the test ends: see `cmsflows.testing.code_flows`.

    `serve_flow(Checkout)` answers its handler, where a visitor starts. `Any`: pytest-django's own.
    """
    return partial(_serve_flow, settings)
