"""One step of one kind, served outside any flow, and text to try it with."""

from collections.abc import Callable

import pytest

from cmsflows.testing.plugin import ServeStep
from cmsflows.testing.steps import Served, joined

__all__ = ["Serve", "Served", "joined"]

Serve = Callable[..., Served]


@pytest.fixture
def serve(serve_step: ServeStep) -> Serve:
    """`serve_step`, by the name that older tests know it by."""
    return serve_step


HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE auth_user; --",
    "{{ 7|add:7 }}{% debug %}",
    "\u202eright to left",
    "🎂" * 50,
    "ÅsaLi 李 عمر Ő’Neill-Ñandú",
]
"""Text that is odd, and yet only text."""


@pytest.fixture(params=HOSTILE, ids=["html", "sql", "template", "rtl", "emoji", "scripts"])
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)
