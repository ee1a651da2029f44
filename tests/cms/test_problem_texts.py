"""Every problem is a sentence that marketing staff understand, and says what to do."""

import pytest

from cmsflows.cms.problem_texts import SENTENCES, WITHOUT, sentence
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Contract, ScaffoldNode
from cmsflows.definition.problems import Code, Problem

HOSTILE = '"]; node [<script>%(step)s \\N\n🦊'


def checkout(title="Gift card"):
    return FlowDefinition(
        ScaffoldNode(
            id="root",
            key="scaffold",
            children=(
                ActionNode(id="item", key="item", title="Item"),
                ScaffoldNode(
                    id="who",
                    key="scaffold",
                    title="Who are you?",
                    children=(
                        ActionNode(
                            id="log_in",
                            key="log_in",
                            title="Log in",
                            contract=Contract(exits=(("forgot", "I forgot my password"),)),
                        ),
                    ),
                ),
                ActionNode(id="card", key="card", title=title),
                ActionNode(id="confirm", key="confirm", title="Confirm"),
            ),
        )
    )


def told(code, node, **more):
    return sentence(Problem(code, node, **more), checkout())


def test_b39_the_path_is_told_step_by_step():
    path = ("item", "log_in", "card", "confirm")

    assert told(Code.STATE_MISSING, "confirm", names=("payment",), path=path) == (
        "Item → Log in → Gift card → Confirm: payment is missing. “4 Confirm” needs it. Put a step "
        "that asks for it on this way, or show “4 Confirm” only when it is known."
    )


def test_b46_both_ends_are_named():
    more = {"names": ("forgot",), "others": ("card",)}

    assert told(Code.EXIT_OUT_OF_REACH, "log_in", **more) == (
        "The way out “I forgot my password” of “2.1 Log in” leads to “3 Gift card”, which cannot "
        "be reached from there. It can lead to steps of the same group, or of a group around it: "
        "choose one of those, or move one of the two."
    )


def test_b46_an_end_that_is_gone_is_said_to_be():
    more = {"names": ("forgot",), "others": ("gone",)}

    assert told(Code.EXIT_TO_MISSING, "log_in", **more) == (
        "The way out “I forgot my password” of “2.1 Log in” leads to a step that is no longer "
        "there. Choose another step for it, or put the step back."
    )


def test_b60_a_broken_promise_is_told_with_the_path():
    more = {"names": ("payment",), "path": ("item", "confirm")}

    assert told(Code.PROMISE_BROKEN, "", **more) == (
        "Item → Confirm: a visitor can finish without payment, which this flow promises. Put a "
        "step that provides it on this way."
    )


def test_a_promise_broken_without_a_step_is_told():
    assert told(Code.PROMISE_BROKEN, "", names=("payment",)) == (
        "A visitor can finish without a single step, and without payment, which this flow "
        "promises. Let the step that provides it always be shown."
    )


def test_an_input_of_another_type_is_named():
    more = {"names": ("x", "int", "date"), "others": ("",)}

    assert "“3 Gift card” and what the flow is given both provide x" in told(
        Code.TYPES_DISAGREE, "card", **more
    )


@pytest.mark.parametrize("code", Code)
def test_b53_every_problem_has_a_sentence_in_which_titles_are_plain_text(code):
    problem = Problem(
        code,
        "card",
        names=("a name", "str", "int"),
        path=("item", "card"),
        others=("who", "log_in"),
    )

    text = sentence(problem, checkout(HOSTILE))

    assert text.endswith(".")
    assert "a name" in text or "a name" not in str(SENTENCES[code])
    if "%(step)s" in str(SENTENCES[code]):
        assert '“3 "]; node [<script>%(step)s \\N 🦊”' in text


@pytest.mark.parametrize("code", WITHOUT)
def test_what_has_nothing_more_to_name_is_a_sentence_too(code):
    text = sentence(Problem(code, "card"), checkout())

    assert text.endswith(".")
    assert "““" not in text
    assert "  " not in text
