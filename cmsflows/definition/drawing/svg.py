"""Makes of Graphviz's SVG one that can stand inside a page: nothing but shapes, text and links.

Elements and attributes are copied by name from short lists, so nothing else can come through. What
Graphviz calls a title is the name of a node in DOT; the tooltip becomes the title instead.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from cmsflows.exceptions import DrawingError

ELEMENTS = frozenset({"svg", "g", "a", "text", "path", "polygon", "polyline", "ellipse"})
GEOMETRY = frozenset({"viewBox", "transform", "d", "points", "x", "y", "cx", "cy", "rx", "ry"})
LOOKS = frozenset({"id", "class", "fill", "stroke", "stroke-width", "stroke-dasharray"})
WRITING = frozenset({"text-anchor", "font-family", "font-size"})
HREF = "{http://www.w3.org/1999/xlink}href"
TITLE = "{http://www.w3.org/1999/xlink}title"

WITHIN_THE_SITE = re.compile(r"[#?]|/(?![/\\])")
"""How a link may begin; a drawing refers to no other place."""

PIXELS_PER_POINT = 1.2
WIDE = 560
"""Pixels. A wider picture has the class `wide`: made to fit a small place it would be illegible."""


def clean_svg(picture: bytes, *, title: str, style: str = "") -> str:
    """The picture as an `<svg>` element named `title`, its colours left to CSS.

    `style` is CSS to carry along, for a picture that stands alone. Raises `DrawingError` for what
    is no SVG.
    """
    try:
        drawn = ElementTree.fromstring(picture)  # noqa: S314  # written by our own Graphviz
    except ElementTree.ParseError as error:
        raise DrawingError(f"Graphviz drew what is no SVG: {error}.") from error
    svg = _copy(drawn)
    _lift_headings(svg)
    _name(svg, title)
    _measure(svg, drawn)
    if style:
        _stand_alone(svg, title=title, style=style)
    return ElementTree.tostring(svg, encoding="unicode")


def _copy(drawn: Element) -> Element:
    copy = Element(_tag(drawn), {name: drawn.attrib[name] for name in _kept(drawn)})
    href = drawn.get(HREF, "")
    if copy.tag == "a" and WITHIN_THE_SITE.match(href):
        copy.set("href", href)
    elif copy.tag == "a":
        copy.tag = "g"
    if words := drawn.get(TITLE, "").strip():
        ElementTree.SubElement(copy, "title").text = words
    copy.text = (copy.text or "") + (drawn.text or "") if copy.tag == "text" else None
    copy.extend(_copy(child) for child in drawn if _tag(child) in ELEMENTS)
    return copy


def _tag(element: Element) -> str:
    """The name without its namespace; comments have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _kept(drawn: Element) -> Iterator[str]:
    return (name for name in drawn.attrib if name in GEOMETRY | LOOKS | WRITING)


def _lift_headings(svg: Element) -> None:
    """Draw the headings of groups last, so that no arrow strikes them through."""
    graph = svg.find("g")
    if graph is None:
        return
    for cluster in graph.findall("g[@class]"):
        classes = cluster.get("class", "").split()
        holder = next((each for each in cluster.iter() if each.find("text") is not None), None)
        if "cluster" in classes and holder is not None:
            graph.append(_lifted(holder, classes))


def _lifted(holder: Element, classes: list[str]) -> Element:
    """The words of a box, and its link, taken out of it."""
    heading = Element("g", {"class": " ".join(["heading", *classes[1:]])})
    inner = ElementTree.SubElement(heading, holder.tag, _link_of(holder))
    for child in [each for each in holder if each.tag in {"title", "text"}]:
        holder.remove(child)
        inner.append(child)
    if holder.tag == "a":
        holder.tag = "g"
        holder.attrib.pop("href")
    return heading


def _link_of(holder: Element) -> dict[str, str]:
    return {"href": holder.attrib["href"]} if holder.tag == "a" else {}


def _name(svg: Element, title: str) -> None:
    """A picture with links is a group: what is called an image hides what is in it."""
    has_links = svg.find(".//a") is not None
    svg.set("role", "group" if has_links else "img")
    svg.set("aria-label", title)
    svg.set("xmlns", "http://www.w3.org/2000/svg")


def _measure(svg: Element, drawn: Element) -> None:
    """Pixels; Graphviz says points."""
    width, height = (
        round(float(drawn.get(side, "0").removesuffix("pt")) * PIXELS_PER_POINT)
        for side in ("width", "height")
    )
    svg.set("width", str(width))
    svg.set("height", str(height))
    svg.set("class", "flow-map wide" if width > WIDE else "flow-map")


def _stand_alone(svg: Element, *, title: str, style: str) -> None:
    for place, (tag, text) in enumerate((("title", title), ("style", style))):
        element = Element(tag)
        element.text = text
        svg.insert(place, element)
