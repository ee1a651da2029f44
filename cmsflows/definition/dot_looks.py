"""What the parts of a flow's drawing look like: attributes of DOT, and classes for CSS.

The colours stand for pictures that know no CSS; in SVG the classes decide.
"""

from collections.abc import Mapping
from typing import Any

from cmsflows.definition.dot_text import quoted

Look = Mapping[str, Any]
"""Attributes, as quoted text. `Any`: pydot's own keyword arguments are of other types."""

FONT = "Helvetica,Arial,sans-serif"
BOLD = f"{FONT} Bold"

INK = "#1f2430"
QUIET = "#5c6370"
PAPER = "#ffffff"
SHADE = "#f3f4f7"
ACCENT = "#2e1f5e"
ALERT = "#a5121f"
LOOSE = "#8a5a00"

GRAPH: Look = {
    "rankdir": "TB",
    "bgcolor": quoted(PAPER),
    "fontname": quoted(FONT),
    "fontsize": "11",
    "fontcolor": quoted(INK),
    "nodesep": "0.2",
    "ranksep": "0.32",
    "pad": "0.1",
}
NODES: Look = {
    "shape": "box",
    "style": quoted("rounded,filled"),
    "color": quoted(QUIET),
    "fillcolor": quoted(PAPER),
    "fontname": quoted(FONT),
    "fontsize": "11",
    "fontcolor": quoted(INK),
    "margin": quoted("0.13,0.08"),
    "height": "0.36",
}
EDGES: Look = {
    "color": quoted(QUIET),
    "fontname": quoted(FONT),
    "fontsize": "9",
    "fontcolor": quoted(QUIET),
    "arrowsize": "0.6",
}
UNCONNECTED: Look = {
    "class": quoted("unconnected"),
    "style": quoted("rounded,dashed"),
    "color": quoted(LOOSE),
    "fontcolor": quoted(LOOSE),
    "labeljust": "l",
    "margin": "11",
}
NOWHERE: Look = {
    "class": quoted("nowhere"),
    "shape": "plaintext",
    "style": quoted("solid"),
    "fontcolor": quoted(ALERT),
}


def terminal(kind: str) -> Look:
    """Where the flow begins, and where it ends."""
    return {
        "class": quoted(f"terminal {kind}"),
        "fillcolor": quoted(ACCENT),
        "color": quoted(ACCENT),
        "fontcolor": quoted(PAPER),
        "margin": quoted("0.18,0.05"),
        "height": "0.3",
        "width": "0.3",
    }


def point(kind: str) -> Look:
    """Where a group is entered or left: a dot."""
    return {
        "class": quoted(f"point {kind}"),
        "label": quoted(""),
        "shape": "circle",
        "style": "filled",
        "fillcolor": quoted(QUIET),
        "fixedsize": "true",
        "width": "0.09",
        "height": "0.09",
    }


def step(*, is_gone: bool, is_conditional: bool) -> Look:
    return {**_outline(is_conditional), **_marked("step", is_gone=is_gone)}


def group(*, level: int, is_ruled: bool, is_gone: bool, is_conditional: bool) -> Look:
    """A box; every second one within another is light. `is_ruled`: its last line is its rule."""
    classes = f"group level-{level % 2}" + (" ruled" if is_ruled else "")
    return {
        "style": quoted("rounded,filled"),
        "fillcolor": quoted(SHADE if level % 2 else PAPER),
        "color": quoted("#a3a8b0"),
        "fontname": quoted(BOLD),
        "labeljust": "l",
        "margin": "11",
        **_outline(is_conditional),
        **_marked(classes, is_gone=is_gone),
    }


def way(kind: str, *, is_aside: bool, is_dashed: bool) -> Look:
    """An arrow; one that is aside has no say in what stands above what."""
    return {
        "class": quoted(f"way {kind}"),
        **({"constraint": "false"} if is_aside else {}),
        **({"style": "dashed"} if is_dashed else {}),
    }


def _outline(is_conditional: bool) -> Look:
    """What is not there for everybody is drawn dashed; it is passed over for the others."""
    return {"style": quoted("rounded,filled,dashed")} if is_conditional else {}


def _marked(classes: str, *, is_gone: bool) -> Look:
    if not is_gone:
        return {"class": quoted(classes)}
    return {
        "class": quoted(f"{classes} unavailable"),
        "color": quoted(ALERT),
        "fontcolor": quoted(ALERT),
    }
