"""What actions say of their options stands beside the fields, and keeps a flow from going live."""

from typing import Any

import pytest

from cmsflows.cms.block_errors import block_errors
from cmsflows.cms.gate import Flaw, errors_of, flaws_of
from cmsflows.models import FlowPage
from cmsflows.testing import group, node_id, step
from flow_blocks.actions.send_email import SendEmail

pytestmark = pytest.mark.django_db

YOU = step("contact_details", "You")
MAIL = step("send_email", "Mail", options={"subject": "{nmae}", "body": "<p>Hello</p>"})


def page(*steps: dict[str, Any]) -> FlowPage:
    return FlowPage(title="Checkout", flow=list(steps))


def test_a_flaw_names_its_step_and_its_option() -> None:
    (flaw,) = errors_of(page(YOU, MAIL))

    assert (flaw.node, flaw.option) == (node_id("Mail"), "subject")


def test_it_stands_at_its_field_however_deep_the_step_stands() -> None:
    flow = page(YOU, group("Inner", group("Innermost", MAIL)))

    error = block_errors(flow.flow, errors_of(flow))

    inner = error.block_errors[1].block_errors["steps"].block_errors[0]
    mail = inner.block_errors["steps"].block_errors[0]
    (sentence,) = mail.block_errors["options"].block_errors["subject"].messages
    assert sentence.startswith("Nothing in this flow stands for {nmae}.")
    assert list(mail.non_block_errors) == []


def test_an_option_that_has_no_field_is_told_at_the_step() -> None:
    flow = page(YOU, MAIL)

    error = block_errors(flow.flow, [Flaw(node_id("Mail"), "No.", option="colour")])

    assert error.block_errors[1].non_block_errors.as_data()[0].messages == ["No."]


def test_an_action_that_fails_to_judge_keeps_the_flow_from_going_live(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise LookupError("colour")

    monkeypatch.setattr(SendEmail, "flaws_of_options", fail)

    (flaw,) = flaws_of(page(YOU, MAIL))

    assert flaw.sentence == "The settings cannot be checked; the error is in the site's log."
    assert flaw.is_error
    assert "LookupError: colour" in caplog.text


@pytest.mark.parametrize("options", [{}, {"subject": None, "body": 7, "entry": ["x"], "to": {}}])
def test_options_of_any_shape_are_judged(options: dict[str, Any]) -> None:
    """Imported, or written by code."""
    flaws = errors_of(page(YOU, step("send_email", "Mail", options=options)))

    assert [flaw.option for flaw in flaws] in ([], ["entry"])
