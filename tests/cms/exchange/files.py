"""Exported flows for tests, as they stand in files."""

from typing import Any

from tests.cms.streams import JsonObject


def exported(*steps: Any, **more: Any) -> JsonObject:
    """A file that holds this flow. `Any`: a step may be any JSON, where it should be refused."""
    return {
        "format": "cmsflows",
        "version": 1,
        "title": "Checkout",
        "flow": list(steps),
        "inputs": [],
        "promises": [],
        "groups": {},
        **more,
    }


def group(title: str, *steps: Any) -> JsonObject:
    """A reusable group in a file. `Any`: see above."""
    return {"title": title, "flow": list(steps)}
