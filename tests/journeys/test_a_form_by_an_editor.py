"""An editor puts a form together in the admin, and a visitor fills it in, in a real browser."""

from typing import TYPE_CHECKING, Any

import pytest

from cmsflows.models import FlowPage
from cmsflows.testing import flow_page, step
from tests.flow_blocks.answers.sample_files import PDF
from tests.journeys.editor import ADD, CHILDREN, Editor
from tests.journeys.in_a_browser import heading, presses, stored_task

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page: "Page", live_server: "LiveServer", admin_user: Any) -> Editor:
    editor = Editor(page, live_server.url)
    editor.logs_in(admin_user)
    return editor


def fields_of(step: "Locator") -> "Locator":
    """The list of fields in a step's block."""
    stream = "[data-streamfield-stream-container]"
    return step.locator(f"[data-contentpath=options] [data-contentpath=fields] :has(> {stream})")


def adds_field(editor: Editor, stream: "Locator", kind: str, question: str) -> "Locator":
    blocks = stream.locator(f":scope {CHILDREN}")
    number = blocks.count()
    stream.locator(f":scope {ADD}").last.click()
    editor.page.get_by_role("option", name=kind, exact=True).click()
    editor.page.wait_for_function("!document.querySelector('[role=option]')")
    block = blocks.nth(number)
    block.locator("[data-contentpath=label] input").first.fill(question)
    return block


def error_of(block: "Locator", setting: str) -> str:
    """What is said beside one setting of a field."""
    return (
        block.locator(f"[data-contentpath={setting}] .w-field__errors").first.inner_text().strip()
    )


def test_two_questions_of_one_name_are_refused_at_the_second(
    editor: Editor, script_errors: list[str]
) -> None:
    """And nothing that was typed is lost."""
    flow = flow_page(step("message", "Thanks"))
    editor.edits(flow)
    fields = fields_of(editor.adds(editor.root, "Form", "Sign up"))
    adds_field(editor, fields, "Text, one line", "Your name")
    adds_field(editor, fields, "Email address", "Email")
    adds_field(editor, fields, "Date", "Your name")

    editor.presses_publish()

    again = fields_of(editor.blocks(editor.root)[1])
    blocks = editor.blocks(again)
    errors = [each.locator(".w-field__errors").all_inner_texts() for each in blocks]
    assert [len([text for text in each if text.strip()]) for each in errors] == [0, 0, 1]
    assert error_of(blocks[2], "label") == (
        "Another field is called “your_name” already. Give this one a name of its own."
    )

    blocks[2].locator("[data-contentpath=label] input").first.fill("Born")
    editor.publishes()

    live = FlowPage.objects.get(pk=flow.pk).flow[1].value["options"]["fields"]
    assert [(each.block_type, each.value["name"]) for each in live] == [
        ("text", "your_name"),
        ("email", "email"),
        ("date", "born"),
    ]
    assert script_errors == []


def field(kind: str, label: str, **settings: Any) -> dict[str, Any]:
    return {"type": kind, "value": {"label": label, **settings}}


def test_a_visitor_fills_it_in(
    page: "Page", live_server: "LiveServer", settings: Any, tmp_path: Any
) -> None:
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    colours = [{"label": "Red", "value": "r"}, {"label": "Blue"}]
    options = {
        "fields": [
            field("text", "Your name"),
            field("number", "How many"),
            field("date", "Day"),
            field("choices", "Colours", choices=colours),
            field("upload", "Scan", kinds=["pdf"]),
            field("consent", "I agree"),
        ]
    }
    flow_page(
        step("form", "Sign up", options=options),
        step("check_answers", "Check"),
        step("message", "Thanks"),
    )
    page.goto(f"{live_server.url}/checkout/")
    presses(page, "Continue")
    page.get_by_role("link", name="Your name – Answer this question.").click()
    focused = page.evaluate("document.activeElement.name")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("How many").fill("2")
    page.get_by_label("Day").fill("2026-12-31")
    page.get_by_label("Red").check()
    page.get_by_label("I agree").check()
    scan = {"name": "scan.pdf", "mimeType": "text/html", "buffer": PDF}
    page.get_by_label("Scan").set_input_files(scan)  # type: ignore[arg-type]

    presses(page, "Continue")
    told = page.locator("dd").all_inner_texts()
    page.get_by_role("link", name="Change Sign up").click()
    page.get_by_label("How many").fill("3")
    presses(page, "Continue")

    assert focused == "your_name"
    assert told == ["Ada", "2", "Dec. 31, 2026", "Red", "scan.pdf (35\xa0bytes)", "Yes"]
    assert heading(page) == "Check"
    task = stored_task(page)
    assert task is not None
    assert (task.state()["form"]["how_many"], task.state()["form"]["scan"][0].name) == (
        3,
        "scan.pdf",
    )


OFFERED = """() => cmsflows
  .catalogueAround(document.querySelector(".flow-steps [data-streamfield-child]"))
  .find(({ label }) => label === "1 Sign up")
  .asked.map(({ operand, label, kind, choices }) => [operand.field, label, kind, choices])"""


def test_conditions_are_offered_what_the_form_asks(editor: Editor) -> None:
    """As it stands in the editor, before anything is published."""
    colours = [{"label": "Red", "value": "r"}, {"label": "Blue"}]
    fields = [field("text", "Your name", name="who"), field("choice", "Colour", choices=colours)]
    named = {**fields[1], "value": {**fields[1]["value"], "name": "colour"}}
    flow = flow_page(
        step("form", "Sign up", options={"fields": [fields[0], named]}), step("message", "Thanks")
    )
    editor.edits(flow)

    offered = editor.page.evaluate(OFFERED)

    assert offered == [
        ["who", "Your name", "text", None],
        ["colour", "Colour", "choice", [["r", "Red"], ["Blue", "Blue"]]],
    ]
