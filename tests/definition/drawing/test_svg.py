"""Graphviz's SVG, made fit to stand inside a page: shapes, text and links, and nothing else."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmsflows.definition.dot import Captions, dot_of
from cmsflows.definition.dot_text import one_line
from cmsflows.definition.drawing.draw import draw
from cmsflows.definition.drawing.svg import clean_svg
from cmsflows.definition.graph import FlowGraph
from cmsflows.exceptions import DrawingError
from tests.definition.trees import action, checkout, flow, graph

SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = [
    "<b>bold</b>",
    "<script>x()</script>",
    '"]; node [',
    "\\N and \\G",
    "Tea & cake &lt; &#65;",
    "שלום עולם",
    "\N{RIGHT-TO-LEFT OVERRIDE}nettirw",
    "👩‍🚀 to the 🌙",
    "ends in \\",
    "two\nlines",
]


def picture(found: FlowGraph, *, linked: bool = False, style: str = "") -> Element:
    """The cleaned SVG of a graph, read by a strict parser."""
    url = (lambda node: f"#block-{node.id}") if linked else (lambda node: "")
    drawn = draw(dot_of(found, captions=Captions(), url=url), "svg", timeout=30)
    cleaned = clean_svg(drawn, title="Map of “Checkout”", style=style)
    return ElementTree.fromstring(cleaned)  # noqa: S314  # our own


def steps(svg: Element) -> list[Element]:
    return [each for each in svg.iter(f"{SVG}g") if "step" in each.get("class", "").split()]


def words(element: Element) -> str:
    """All lines of text, joined."""
    return " ".join((text.text or "") for text in element.iter(f"{SVG}text"))


def unspaced(text: str) -> str:
    """Where lines end is of no matter."""
    return "".join(text.split())


def tooltip(element: Element) -> str:
    title = element.find(f".//{SVG}title")
    return "" if title is None else str(title.text)


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_come_out_as_text(title: str) -> None:
    """B53."""
    (step,) = steps(picture(graph(flow(action("only", title)))))

    assert words(step) == f"1 {' '.join(title.split())}"


def test_a_title_of_500_characters_is_shortened_and_kept_whole_in_the_tooltip() -> None:
    """B53."""
    title = "All our terms and conditions. " * 17

    (step,) = steps(picture(graph(flow(action("only", title)))))

    assert words(step).endswith("…")
    assert len(words(step)) < 100
    assert tooltip(step) == f"1 {title.strip()}"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=20))
def test_any_title_comes_out_as_text(titles: list[str]) -> None:
    """B53, for whatever anybody may think of."""
    nodes = [action(f"node-{place}", title) for place, title in enumerate(titles)]

    found = steps(picture(graph(flow(*nodes))))

    whole = [f"{place} {one_line(title)}" for place, title in enumerate(titles, start=1)]
    assert [tooltip(step) for step in found] == whole
    assert [unspaced(words(step)) for step in found] == [unspaced(text) for text in whole]


def test_it_can_stand_inside_a_page() -> None:
    drawn = draw(dot_of(graph(checkout()), captions=Captions()), "svg", timeout=30)

    text = clean_svg(drawn, title="Map")

    assert text.startswith("<svg ")
    assert "<!" not in text
    assert "<?" not in text


def test_it_refers_to_nothing_outside() -> None:
    text = ElementTree.tostring(picture(graph(checkout()), linked=True), encoding="unicode")

    assert set(re.findall(r"[a-z]+://[^\"\s]+", text)) == {"http://www.w3.org/2000/svg"}


def test_what_is_no_drawing_is_left_out() -> None:
    """Whatever Graphviz, or somebody in its place, may answer."""
    drawn = b"""<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt" onload="x()">
      <script>alert(1)</script><foreignObject/><image href="https://evil.example/"/>
      <style>@import "x"</style><g onclick="x()" style="color:red"><text>kept</text></g></svg>"""

    text = clean_svg(drawn, title="Map")

    assert text.endswith("><g><text>kept</text></g></svg>")
    assert "onload" not in text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example/", "/\\evil.example", "https://evil.example"]
)
def test_links_stay_on_the_site(url: str) -> None:
    drawn = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"
      width="10pt" height="10pt"><a x:href="{url}"><text>kept</text></a></svg>"""

    assert "href" not in clean_svg(drawn.encode(), title="Map")


def test_a_picture_is_an_image_with_a_name() -> None:
    svg = picture(graph(checkout()))

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Map of “Checkout”"


def test_a_picture_with_links_is_a_group() -> None:
    """Browsers keep from screen readers what is inside an image."""
    assert picture(graph(checkout()), linked=True).get("role") == "group"


def test_every_node_is_a_link_where_asked() -> None:
    links = [each.get("href") for each in picture(graph(checkout()), linked=True).iter(f"{SVG}a")]

    assert sorted(map(str, links)) == sorted(
        f"#block-{node_id}" for node_id in checkout().by_id if node_id != "root"
    )


def test_headings_are_drawn_above_the_arrows() -> None:
    svg = picture(graph(checkout()))

    (canvas,) = svg.findall(f"{SVG}g")

    assert [each.get("class", "").split()[0] for each in canvas[-3:]] == ["heading"] * 3


def test_a_small_picture_may_shrink_and_a_wide_one_may_not() -> None:
    narrow = picture(graph(flow(action("only"))))
    wide = picture(graph(flow(*map(action, ["a step"] * 1), *wide_row(), rule="any_one_of")))

    assert narrow.get("class") == "flow-map"
    assert wide.get("class") == "flow-map wide"


def wide_row() -> list:  # type: ignore[type-arg]  # nodes
    return [action(f"step-{place}", "A title of some length") for place in range(12)]


def test_a_picture_alone_carries_its_name_and_its_style() -> None:
    svg = picture(graph(flow(action("only"))), style="text { fill: red }")

    assert [(each.tag, each.text) for each in svg[:2]] == [
        (f"{SVG}title", "Map of “Checkout”"),
        (f"{SVG}style", "text { fill: red }"),
    ]


@pytest.mark.parametrize("drawn", [b"", b"no svg", b"<svg>", b"<svg>\xff</svg>"])
def test_what_is_no_svg_is_a_drawing_error(drawn: bytes) -> None:
    with pytest.raises(DrawingError, match="Graphviz drew what is no SVG"):
        clean_svg(drawn, title="Map")
