"""The demo shop, loaded and open, at its own addresses."""

from copy import deepcopy
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image

from cmsflows.models import FlowPage
from demo.content import pages, sample_orders
from tests.house.sources import ROOT

PICTURES = pages.draw
"""Draws for real; most tests can do with less."""

SAMPLES = sample_orders.SAMPLES
"""What the books of the shop begin with; most tests count their own orders, from none."""


def paint_a_dot(pot: object) -> bytes:
    """The smallest picture: tests do not look at it."""
    file = BytesIO()
    Image.new("RGB", (4, 3), "navy").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def premises(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's addresses and its looks."""
    settings.ROOT_URLCONF = "demo.urls"
    settings.FLOWS_BASE_TEMPLATE = "demo/base.html"
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].insert(0, ROOT / "site/demo/templates")
    monkeypatch.setattr(pages, "draw", paint_a_dot)
    monkeypatch.setattr(sample_orders, "SAMPLES", [])
    # Wagtail leaves the temporary file of a new rendition open; one in memory troubles nobody.
    monkeypatch.setattr("wagtail.images.models.SpooledTemporaryFile", lambda max_size: BytesIO())


@pytest.fixture
def shop(premises: None, db: None) -> None:
    """Whatever `load_demo` makes of an empty database."""
    load_demo()


def load_demo() -> str:
    """Run the command; answer what it printed."""
    printed = StringIO()
    call_command("load_demo", stdout=printed)
    return printed.getvalue()


def the_checkout() -> FlowPage:
    """The first of the demo's flows."""
    return FlowPage.objects.get(slug="checkout")
