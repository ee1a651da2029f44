"""Choice: one question, and answers to pick one of."""

from typing import Any

import pytest
from wagtail.blocks import StructBlockValidationError

from cmsflows import COMPLETE
from flow_blocks.actions.choice import Choice
from tests.flow_blocks.conftest import Serve

SIZE = {
    "question": "Which size?",
    "choices": [{"label": "Small", "value": "s"}, {"label": "Large", "value": ""}],
}


def test_it_asks_the_editors_question(serve: Serve) -> None:
    served = serve("choice", SIZE)

    field: Any = served.form.fields["choice"]
    assert field.label == "Which size?"
    assert field.choices == [("s", "Small"), ("Large", "Large")]


@pytest.mark.parametrize("picked", ["s", "Large"])
def test_it_leaves_the_name_of_the_answer(serve: Serve, picked: str) -> None:
    served = serve("choice", SIZE, data={"choice": picked})

    assert served.answer is COMPLETE
    assert served.state == {"choice": picked}


@pytest.mark.parametrize("data", [{}, {"choice": ""}])
def test_none_picked_is_an_error(serve: Serve, data: dict[str, str]) -> None:
    served = serve("choice", SIZE, data=data)

    assert served.errors == {"choice": ["Choose one of the answers."]}
    assert served.state == {}


@pytest.mark.parametrize("picked", ["Small", "m", "s" * 100_000, "s\0"])
def test_an_answer_that_was_not_offered_is_an_error(serve: Serve, picked: str) -> None:
    served = serve("choice", SIZE, data={"choice": picked})

    assert served.errors == {"choice": ["Choose one of the answers."]}
    assert served.state == {}


def test_the_editors_words_are_text(serve: Serve, hostile: str) -> None:
    options = {"question": hostile, "choices": [{"label": hostile, "value": ""}]}

    served = serve("choice", options, data={"choice": hostile})

    assert served.state == {"choice": hostile}
    assert "<script>" not in str(served.form)


def test_without_answers_to_pick_it_cannot_be_completed(serve: Serve) -> None:
    served = serve("choice", {"question": "Well?", "choices": []}, data={"choice": ""})

    assert served.answer is not COMPLETE


def test_two_answers_of_one_name_are_the_editors_mistake() -> None:
    block = Choice.Options()
    value: Any = block.to_python(
        {"question": "Which?", "choices": [{"label": "A"}, {"label": "B", "value": "A"}]}
    )

    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)

    assert caught.value.block_errors["choices"].messages == [
        "Two answers are called “A”. Give each a name of its own."
    ]


def test_it_can_be_a_list_to_open(serve: Serve) -> None:
    options = {**SIZE, "look": "list"}

    shown = str(serve("choice", options).form)
    served = serve("choice", options, data={"choice": ""})

    assert '<option value="s">Small</option>' in shown
    assert served.errors == {"choice": ["Choose one of the answers."]}
