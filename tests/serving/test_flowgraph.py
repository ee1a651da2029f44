"""`.flowgraph`: the map of a flow as a picture, or in words."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cmsflows.definition.drawing import draw as drawing
from cmsflows.definition.drawing.draw import forget_pictures
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Contract, ScaffoldNode, TransitionSpec
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.serving.flowgraph import graph_response


def checkout() -> CompiledFlow:
    who = ScaffoldNode(
        id="who",
        key="scaffold",
        title="Who are you?",
        children=(
            ActionNode(
                id="log-in",
                key="test_note",
                title="Log in",
                contract=Contract(exits=(("forgot", "I forgot"), ("help", "Help"))),
                exits=(("forgot", "item"),),
            ),
            ActionNode(id="gone", key="no_such_action", title="Fly in"),
        ),
    )
    root = ScaffoldNode(
        id="root",
        key="scaffold",
        transition=TransitionSpec("linear"),
        children=(ActionNode(id="item", key="test_item", title="Item"), who),
    )
    return CompiledFlow(FlowDefinition(root))


def answer(**query: str) -> HttpResponse:
    request = RequestFactory().get("/checkout/.flowgraph", query)
    return graph_response(request, checkout(), title="Checkout")


@pytest.fixture
def no_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_pictures()
    monkeypatch.setattr(drawing, "which", lambda name: None)
    monkeypatch.setattr(drawing, "find_spec", lambda name: None)


def test_it_is_svg_that_carries_its_own_style() -> None:
    response = answer()

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert 'aria-label="Map of “Checkout”"' in response.text
    assert "prefers-color-scheme: dark" in response.text


def test_it_can_be_png() -> None:
    response = answer(format="png")

    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")


def test_it_can_be_dot() -> None:
    response = answer(format="dot")

    assert response["Content-Type"] == "text/vnd.graphviz; charset=utf-8"
    assert response.text.startswith("digraph flow {")


def test_no_other_format_is_known() -> None:
    response = answer(format="<script>" + "x" * 100)

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == (
        f"There is no map of the format “<script>{'x' * 32}”. There are: svg, png, dot.\n"
    )


@pytest.mark.parametrize("form", ["svg", "png", "dot", "pdf"])
def test_nobody_keeps_it_and_nothing_in_it_runs(form: str) -> None:
    response = answer(format=form)

    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"


@pytest.mark.usefixtures("no_graphviz")
@pytest.mark.parametrize("form", ["svg", "png"])
def test_without_graphviz_it_is_said_in_words(form: str) -> None:
    """B52."""
    response = answer(format=form)

    assert response.status_code == 503
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert (
        response.text
        == """\
The flow could not be drawn: Graphviz is not installed. Install its package, or cmsflows[graph]. \
These are its steps, in words.

Checkout

1 Item
2 Who are you? (Any one of)
    2.1 Log in
        Exit “I forgot”: 1 Item.
        Exit “Help”: leads nowhere.
    2.2 Fly in
        This is not available; ask a developer.
"""
    )


@pytest.mark.usefixtures("no_graphviz")
def test_dot_needs_no_graphviz() -> None:
    assert answer(format="dot").status_code == 200


def test_who_takes_too_long_is_answered_in_words(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any
) -> None:
    forget_pictures()
    sleeper = tmp_path / "dot"
    sleeper.write_text("#!/bin/sh\nexec sleep 60\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(drawing, "which", lambda name: str(sleeper))
    settings.FLOWS_GRAPH_TIMEOUT = 0.2

    response = answer()

    forget_pictures()
    assert response.status_code == 503
    assert "Graphviz took longer than 0.2 seconds." in response.text
