"""What the map of a draft shows, whatever state the draft is in."""

import logging
from typing import Any

import pytest

from cmsflows.admin import drafts
from cmsflows.admin.drafts import DraftMap, map_of_draft
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.transitions import Linear
from cmsflows.exceptions import DrawingError
from cmsflows.models import FlowPage
from cmsflows.serving.flow_map import FlowMap
from tests.cms.streams import action, id_of, item, nested, scaffold

LOGIN = action("Log in")


def draft(*steps: Any) -> DraftMap:
    """The map of a page with these steps. `Any`: raw JSON."""
    return map_of_draft(FlowPage(title="Checkout", flow=list(steps)))


@pytest.fixture
def undrawable(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let drawing fail with an error. `Any`: a function of the error."""

    def let_fail(error: DrawingError) -> None:
        def fail(flow_map: FlowMap, **_: Any) -> str:
            raise error

        monkeypatch.setattr(FlowMap, "svg", fail)

    return let_fail


def test_a_draft_has_a_picture_and_an_outline() -> None:
    found = draft(LOGIN, scaffold("Pay", action("Card")))

    assert found.svg.startswith("<svg ")
    assert [(line.number, line.title) for line in found.outline] == [("1", "Log in"), ("2", "Pay")]
    assert found.notice == ""


def test_lines_lead_to_the_blocks_of_the_form() -> None:
    found = draft(LOGIN)

    assert found.outline[0].url == f"#block-{id_of('test_note', 'Log in')}-section"


def test_what_is_inside_a_ready_group_leads_to_the_group() -> None:
    """Its steps have no blocks of their own."""
    node = ActionNode(id="0815/inner", key="test_note")

    assert drafts.block_url(node) == "#block-0815-section"


def test_a_page_never_saved_says_when_the_map_appears() -> None:
    found = map_of_draft(None)

    assert str(found.notice) == "The map appears when the page has been saved."
    assert found.outline == ()


def test_an_empty_flow_says_so() -> None:
    assert str(draft().notice) == "This flow has no steps yet. Add one to the form, and save."


def test_without_graphviz_the_outline_stays(undrawable: Any) -> None:
    """B52."""
    undrawable(DrawingError("Graphviz is not installed.", is_missing=True))

    found = draft(LOGIN)

    assert found.svg == ""
    assert len(found.outline) == 1
    assert str(found.notice) == (
        "Graphviz is not installed on this site, so there is no picture; "
        "the outline says the same. A developer can install it."
    )


def test_when_drawing_fails_the_outline_stays(undrawable: Any) -> None:
    undrawable(DrawingError("Graphviz took longer than 3 seconds."))

    found = draft(LOGIN)

    assert len(found.outline) == 1
    assert str(found.notice) == "The picture could not be drawn; the outline says the same."


def test_a_step_whose_type_is_gone_is_named() -> None:
    """B38: it is kept, and everybody is told."""
    found = draft(LOGIN, item("no_such_action", "Gift message"))

    assert "“2 Gift message” is not available" in found.errors[0].sentence
    assert "Not available" in found.svg


def test_flaws_are_counted() -> None:
    plan = action("Plan", "test_plan")

    found = draft(LOGIN, plan, item("no_such_action", "Gift message"))

    assert [flaw.is_error for flaw in found.flaws] == [False, True], (
        "one exit that leads nowhere, one type that is gone"
    )


def test_a_rule_that_fails_does_not_take_the_page_with_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Transitions are anybody's code, and this page is where the flow is mended."""

    def fail(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(Linear, "edges", fail)

    with caplog.at_level(logging.ERROR, logger="cmsflows"):
        found = draft(LOGIN)

    assert str(found.notice) == "The map could not be made; the error is in the site's log."
    assert "could not be made" in caplog.text


def test_a_flow_that_cannot_be_read_says_why() -> None:
    found = draft(*nested(60))

    assert "levels" in str(found.notice)
    assert found.outline == ()


def test_drawing_waits_no_longer_than_an_editor_would(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    waited = []

    def draw(flow_map: FlowMap, *, timeout: float) -> str:
        waited.append(timeout)
        return "<svg/>"

    monkeypatch.setattr(FlowMap, "svg", draw)
    draft(LOGIN)
    settings.FLOWS_GRAPH_TIMEOUT = 1

    draft(LOGIN)

    assert waited == [drafts.PATIENCE, 1.0]
