"""The style sheet of the steps: its colours can be told apart, in light and dark."""

import re

import pytest

from tests.house.sources import ROOT

CSS = (ROOT / "cmsflows" / "static" / "cmsflows" / "flow.css").read_text()
PAIR = re.compile(r"--flow-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
COLOURS = {name: themes for name, *themes in PAIR.findall(CSS)}

WORDS, EDGES = 4.5, 3.0
"""Contrast that is wanted at least (WCAG 2.2, criteria 1.4.3 and 1.4.11)."""


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        *[("text", ground, WORDS) for ground in ("surface", "field", "tint", "error-tint")],
        *[("muted", ground, WORDS) for ground in ("surface", "tint")],
        *[("accent", ground, WORDS) for ground in ("surface", "tint", "on-accent")],
        *[("error", ground, WORDS) for ground in ("surface", "error-tint")],
        *[("edge", ground, EDGES) for ground in ("surface", "field")],
        *[("focus", ground, EDGES) for ground in ("surface", "tint", "error-tint")],
    ],
)
def test_colours_can_be_told_apart(one: str, other: str, least: float, theme: int) -> None:
    assert contrast(COLOURS[one][theme], COLOURS[other][theme]) >= least


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
