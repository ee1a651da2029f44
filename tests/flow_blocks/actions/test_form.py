"""Form: the questions that an editor puts together."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from cmsflows import COMPLETE
from cmsflows.cms.blocks.editor_data import editor_data
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.catalogue import Flaw, catalogue_of, flaws
from cmsflows.engine.registry import registry
from cmsflows.testing import Visitor, flow_page, node_id, step
from flow_blocks.actions.form import Form
from tests.flow_blocks.answers.sample_files import HTML, PDF, upload
from tests.flow_blocks.conftest import Serve
from tests.journeys.records import task_of

COLOURS = [{"label": "Red", "value": "r"}, {"label": "Green"}, {"label": "Blue"}]


def field(kind: str, label: str, **settings: Any) -> dict[str, Any]:
    """A field in its stored form."""
    return {"type": kind, "value": {"label": label, **settings}}


def of(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"fields": list(fields)}


EVERY_KIND = of(
    field("text", "Your name", max_length=20),
    field("paragraph", "Message", required=False),
    field("number", "How many", min="1", max="10"),
    field("date", "Day"),
    field("choice", "Colour", choices=COLOURS),
    field("choices", "Extras", choices=COLOURS, max_choices=2, required=False),
    field("email", "Email"),
    field("phone", "Phone", region="DE", required=False),
    field("consent", "I agree", details='<p><a href="/privacy/">Privacy</a></p>'),
)
ANSWERS = {
    "your_name": "Ada",
    "message": "",
    "how_many": "2",
    "day": "2026-12-31",
    "colour": "r",
    "extras": ["r", "Blue"],
    "email": "ada@example.com",
    "phone": "030 1234567",
    "i_agree": "on",
}


def test_every_kind_of_field_leaves_a_value_of_its_kind(serve: Serve) -> None:
    served = serve("form", EVERY_KIND, data=ANSWERS)

    assert served.errors == {}
    assert served.answer is COMPLETE
    assert served.state == {
        "form": {
            "your_name": "Ada",
            "message": "",
            "how_many": Decimal(2),
            "day": date(2026, 12, 31),
            "colour": "r",
            "extras": ["r", "Blue"],
            "email": "ada@example.com",
            "phone": "+49 30 1234567",
            "i_agree": True,
        }
    }


def test_what_is_missing_is_named(serve: Serve) -> None:
    served = serve("form", EVERY_KIND, data={})

    assert served.errors == {
        "your_name": ["Answer this question."],
        "how_many": ["Enter a number."],
        "day": ["Enter a date."],
        "colour": ["Choose one of the answers."],
        "email": ["Enter your email address."],
        "i_agree": ["Tick the box to go on."],
    }
    assert served.state == {}


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("your_name", "x" * 21, "Shorten your answer to 20 characters. It has 21 now."),
        ("how_many", "0", "Enter 1 or more."),
        ("how_many", "11", "Enter 10 or less."),
        ("how_many", "1.5", "Enter a whole number."),
        ("how_many", "many", "Enter a number."),
        ("how_many", "NaN", "Enter a number."),
        ("day", "soon", "Enter a date like 2026-12-31."),
        ("colour", "Red", "Choose one of the answers."),
        ("extras", ["x"], "Choose from the answers."),
        ("extras", ["r", "Green", "Blue"], "Choose 2 answers at most."),
        ("email", "ada", "Enter an email address like name@example.com."),
        ("phone", "030", "Enter a telephone number like 030 1234567 or +49 30 1234567."),
        ("phone", "+49 1", "This cannot be a telephone number. Check its digits."),
    ],
)
def test_what_cannot_be_right_is_refused(
    serve: Serve, name: str, value: object, error: str
) -> None:
    served = serve("form", EVERY_KIND, data={**ANSWERS, name: value})

    assert served.errors == {name: [error]}


@pytest.mark.parametrize("name", [each for each in ANSWERS if each not in ("extras", "i_agree")])
def test_what_is_huge_is_refused(serve: Serve, name: str) -> None:
    served = serve("form", EVERY_KIND, data={**ANSWERS, name: "9" * 100_000})

    if name == "message":
        assert list(served.errors) == ["message"]
    assert name in served.errors
    assert served.state == {}


def test_questions_and_answers_are_text(serve: Serve, hostile: str) -> None:
    options = of(field("text", hostile, name="a", help_text=hostile, default=hostile))

    served = serve("form", options, data={"a": hostile})

    assert served.state == {"form": {"a": hostile}}
    assert "<script>" not in str(served.form)
    assert "<script>" not in str(serve("form", options).form)


def test_what_an_editor_says_of_a_field_is_shown(serve: Serve) -> None:
    served = serve("form", EVERY_KIND)

    shown = {name: str(each.label) for name, each in served.form.fields.items()}
    assert shown["your_name"] == "Your name"
    assert shown["message"] == "Message (optional)"
    assert '<a href="/privacy/">Privacy</a>' in str(served.form.fields["i_agree"].help_text)
    assert 'maxlength="20"' in str(served.form["your_name"])


def test_defaults_are_filled_in(serve: Serve) -> None:
    options = of(
        field("text", "Name", default="Ada"),
        field("choices", "Extras", choices=COLOURS, default=["r"]),
        field("date", "Day", default="2026-12-31"),
        field("number", "How many", default="3", decimal_places=1),
    )

    served = serve("form", options)

    assert served.form["name"].value() == "Ada"
    assert served.form["extras"].value() == ["r"]
    assert 'value="2026-12-31"' in str(served.form["day"])
    assert 'value="3"' in str(served.form["how_many"])


def test_numbers_are_read_as_the_visitors_language_writes_them(serve: Serve) -> None:
    options = of(field("number", "Weight", decimal_places=2))

    with override("de"):
        served = serve("form", options, data={"weight": "1234,5"})

    assert served.state["form"]["weight"] == Decimal("1234.5")


@pytest.mark.parametrize(
    ("settings", "days", "is_right"),
    [
        ({"moment": "past"}, 0, True),
        ({"moment": "past"}, 1, False),
        ({"moment": "future"}, 0, True),
        ({"moment": "future"}, -1, False),
    ],
)
def test_a_day_can_be_bound_to_today(
    serve: Serve, settings: dict[str, str], days: int, is_right: bool
) -> None:
    day = timezone.localdate() + timedelta(days=days)

    served = serve("form", of(field("date", "Day", **settings)), data={"day": day.isoformat()})

    assert (served.answer is COMPLETE) is is_right


def test_a_day_can_be_bound_to_the_calendar(serve: Serve) -> None:
    options = of(field("date", "Day", earliest="2026-06-01", latest="2026-06-30"))

    early = serve("form", options, data={"day": "2026-05-31"})
    late = serve("form", options, data={"day": "2026-07-01"})

    assert early.errors == {"day": ["Enter a date that is not before June 1, 2026."]}
    assert late.errors == {"day": ["Enter a date that is not after June 30, 2026."]}


def test_a_choice_can_be_a_list_to_open(serve: Serve) -> None:
    options = of(field("choice", "Colour", choices=COLOURS, look="list"))

    assert '<option value="r">Red</option>' in str(serve("form", options).form["colour"])
    assert serve("form", options, data={"colour": ""}).errors == {
        "colour": ["Choose one of the answers."]
    }


def test_an_upload_that_lies_is_refused(serve: Serve) -> None:
    options = of(field("upload", "Scan", kinds=["pdf"]))

    served = serve("form", options, data={"scan": upload(HTML, "scan.pdf", "application/pdf")})

    assert served.errors == {
        "scan": ["“scan.pdf” is of a kind that is not taken here. Choose PDF."]
    }


def test_a_file_beside_a_wrong_answer_is_asked_for_again(serve: Serve) -> None:
    """Browsers do not send it a second time by themselves."""
    options = of(field("text", "Name"), field("upload", "Scan", kinds=["pdf"]))

    served = serve("form", options, data={"name": "", "scan": upload(PDF, "scan.pdf")})

    assert served.errors == {
        "name": ["Answer this question."],
        "scan": ["Choose the file again: it cannot be kept until the other answers are right."],
    }


@pytest.mark.parametrize("stored", [{}, {"fields": []}, {"fields": [field("gone", "What?")]}])
def test_a_form_without_fields_only_goes_on(serve: Serve, stored: dict[str, Any]) -> None:
    """The editor is told; a visitor is not stuck."""
    served = serve("form", stored, data={"what": "x"})

    assert served.state == {"form": {}}


def test_fields_of_one_name_stay_apart_whatever_was_saved(serve: Serve) -> None:
    """What comes in by other ways than the editor's page was checked by nobody."""
    options = of(field("text", "A", name="a"), field("text", "A", name="a"), field("text", "_pos"))

    served = serve("form", options)

    assert list(served.form.fields) == ["a", "a_2", "pos"]


class TestEditing:
    """What the editor is told."""

    def errors(self, *fields: dict[str, Any]) -> Any:
        """`Any`: errors as the page editor is sent them."""
        block = Form.Options()
        try:
            block.clean(block.to_python(of(*fields)))
        except Exception as error:
            return error.as_json_data()["blockErrors"]["fields"]["blockErrors"]  # type: ignore[attr-defined]
        return {}

    def messages(self, *fields: dict[str, Any]) -> dict[int, dict[str, list[str]]]:
        """By the place of the field, and by what is wrong in it."""
        return {
            place: {name: each["messages"] for name, each in found["blockErrors"].items()}
            for place, found in self.errors(*fields).items()
        }

    def test_names_are_made_from_questions(self) -> None:
        block = Form.Options()
        value = block.to_python(of(field("text", "Your name?"), field("text", "🎂")))

        cleaned = block.clean(value)

        assert [each.value["name"] for each in cleaned["fields"]] == ["your_name", "field"]

    @pytest.mark.parametrize(
        ("second", "where"),
        [(field("text", "Your name"), "label"), (field("date", "Born", name="your_name"), "name")],
    )
    def test_two_fields_of_one_name_are_refused_at_the_second(
        self, second: dict[str, Any], where: str
    ) -> None:
        found = self.messages(field("text", "Your name"), field("text", "Other"), second)

        message = "Another field is called “your_name” already. Give this one a name of its own."
        assert found == {2: {where: [message]}}

    @pytest.mark.parametrize(
        ("wrong", "where", "message"),
        [
            (
                field("number", "N", min="5", max="1"),
                "max",
                "The largest number is smaller than the smallest.",
            ),
            (
                field("date", "D", earliest="2026-02-01", latest="2026-01-01"),
                "latest",
                "The latest day is before the earliest.",
            ),
            (
                field("number", "N", max="1", default="2"),
                "default",
                "Enter 1 or less.",
            ),
            (
                field("choice", "C", choices=COLOURS, default="Red"),
                "default",
                "Choose one of the answers.",
            ),
            (
                field("choices", "C", choices=[*COLOURS, COLOURS[0]]),
                "choices",
                "Two answers are called “r”. Give each a name of its own.",
            ),
            (
                field("text", "T", name="Not a name"),
                "name",
                "Use small letters without accents, digits and “_”, and begin with a letter or a "
                "digit.",
            ),
            (
                field("text", "T", name="csrfmiddlewaretoken"),
                "name",
                "This name is taken by the page itself. Choose another one.",
            ),
        ],
    )
    def test_what_cannot_be_is_said_beside_it(
        self, wrong: dict[str, Any], where: str, message: str
    ) -> None:
        assert self.messages(wrong) == {0: {where: [message]}}

    def test_a_choice_of_several_that_must_be_answered_needs_no_default(self) -> None:
        assert self.messages(field("choices", "Extras", choices=COLOURS, required=True)) == {}

    def test_consent_is_always_needed(self) -> None:
        block = Form.Options().child_blocks["fields"].child_blocks["consent"]

        assert list(block.child_blocks) == ["label", "name", "details"]

    def test_every_setting_has_a_label(self) -> None:
        for kind in Form.Options().child_blocks["fields"].child_blocks.values():
            assert str(kind.label)
            assert all(str(each.label) for each in kind.child_blocks.values())


@pytest.fixture
def visitor(db: None, settings: Any, tmp_path: Any) -> Visitor:
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    fields = [*EVERY_KIND["fields"], field("upload", "Scan", kinds=["pdf"], most=2)]
    flow_page(
        step("form", "Questions", options=of(*fields)),
        step("check_answers", "Check"),
        step("message", "Thanks"),
    )
    visitor = Visitor()
    visitor.opens("/checkout/")
    return visitor


def test_answers_are_read_once_more_in_words(visitor: Visitor) -> None:
    visitor.submits(**ANSWERS, scan=[upload(PDF, "a.pdf"), upload(PDF, "b.pdf")])

    assert visitor.step == "check"
    for line in (
        "<dt>Your name</dt><dd>Ada</dd>",
        "<dt>How many</dt><dd>2</dd>",
        "<dt>Day</dt><dd>Dec. 31, 2026</dd>",
        "<dt>Colour</dt><dd>Red</dd>",
        "<dt>Extras</dt><dd>Red\nBlue</dd>",
        "<dt>Phone</dt><dd>030 1234567</dd>",
        "<dt>I agree</dt><dd>Yes</dd>",
    ):
        assert line in visitor.text
    assert {"a.pdf", "b.pdf"} <= visitor.form.links.keys()
    assert "Message" not in visitor.text


def test_who_goes_back_finds_everything_as_it_was(visitor: Visitor) -> None:
    visitor.submits(**ANSWERS, scan=[upload(PDF, "a.pdf")])

    visitor.goes_back()

    values = visitor.values
    assert (values["your_name"], values["extras"]) == ("Ada", ["r", "Blue"])
    assert "a.pdf" in visitor.text


def test_the_end_is_reached_with_all_of_it(visitor: Visitor) -> None:
    """B31: every answer is validated once more."""
    visitor.submits(**ANSWERS, scan=[upload(PDF, "a.pdf")])
    visitor.submits()
    state = task_of(visitor).state()

    visitor.submits()

    assert visitor.page is not None
    assert visitor.page.templates[0].name == "cmsflows/done.html"
    assert state["form"]["scan"][0].name == "a.pdf"


def test_a_form_can_stand_twice(db: None) -> None:
    fields = of(field("text", "Name"))
    flow_page(
        step("form", "One", name="one", options=fields),
        step("form", "Two", name="two", options=fields),
        step("message", "Thanks"),
    )
    visitor = Visitor()
    visitor.opens("/checkout/")

    visitor.submits(name="Ada")
    visitor.submits(name="Eve")

    state = task_of(visitor).state()
    assert state == {"one": {"form": {"name": "Ada"}}, "two": {"form": {"name": "Eve"}}}


def when(name: str, op: str, value: Any = None) -> dict[str, Any]:
    asked = {"operand": {"step": node_id("Questions"), "field": name}, "op": op}
    return asked if value is None else {**asked, "value": value}


@pytest.mark.parametrize(
    ("condition", "step_reached"),
    [
        (when("colour", "eq", "r"), "only-then"),
        (when("colour", "eq", "Blue"), "thanks"),
        (when("how_many", "gt", 1), "only-then"),
        (when("how_many", "gt", 2), "thanks"),
        (when("extras", "contains", "Blue"), "only-then"),
        (when("day", "ge", "2026-12-31"), "only-then"),
        (when("i_agree", "is_true"), "only-then"),
        (when("message", "exists"), "thanks"),
    ],
)
def test_conditions_can_ask_for_what_was_answered(
    db: None, condition: dict[str, Any], step_reached: str
) -> None:
    flow_page(
        step("form", "Questions", options=EVERY_KIND),
        step("message", "Only then", when=condition),
        step("message", "Thanks"),
    )
    visitor = Visitor()
    visitor.opens("/checkout/")

    visitor.submits(**ANSWERS)

    assert visitor.step == step_reached


@pytest.mark.parametrize(
    ("condition", "flaw"),
    [
        (when("colour", "eq", "Pink"), Flaw.CHOICE_GONE),
        (when("how_many", "eq", "many"), Flaw.VALUE_UNFIT),
        (when("nothing", "exists"), Flaw.FIELD_GONE),
        (when("your_name", "gt", "A"), Flaw.COMPARISON_UNFIT),
    ],
)
def test_conditions_that_nobody_can_answer_are_found(
    db: None, condition: dict[str, Any], flaw: Flaw
) -> None:
    node = ActionNode(id=node_id("Questions"), key="form", options=EVERY_KIND)

    found = flaws(catalogue_of(FlowDefinition(node)), condition)

    assert [code for code, _names in found] == [flaw]


def test_the_page_editor_knows_what_each_kind_asks_for(db: None) -> None:
    data = editor_data(registry)["types"]["form"]

    assert data["fieldsFrom"] == "fields"
    assert data["kindsOfFields"] == {
        "text": "text",
        "paragraph": "text",
        "number": "number",
        "date": "date",
        "choice": "choice",
        "choices": "choices",
        "email": "text",
        "phone": "text",
        "upload": "other",
        "consent": "yes_no",
    }
