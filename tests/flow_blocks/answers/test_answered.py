"""What the steps of a run were told, labelled as each step's form labels it."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, ScaffoldNode
from cmsflows.engine.answers import Answers
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.task import Position, Task, Visit, VisitStatus
from cmsflows.engine.walk import Walk
from flow_blocks.answers.answered import answered_steps

ROOT = ScaffoldNode(
    id="root",
    key="scaffold",
    children=(
        ActionNode(
            id="size",
            key="choice",
            options={"question": "Which size?", "choices": [{"label": "Small", "value": "s"}]},
        ),
        ActionNode(id="contact", key="contact_details"),
        ActionNode(id="gone", key="of_an_app_that_was_removed"),
        ActionNode(id="check", key="check_answers"),
    ),
)
CONTACT = {"name": ["Ada"], "email": ["ada@example.com"], "phone": [""]}


@pytest.fixture
def read(rf: RequestFactory) -> Any:
    """`read(answers, done=…)`: what is listed, by the id of the step that was told it."""

    def read_after(
        answers: Mapping[str, Mapping[str, list[str]]], *, done: list[str]
    ) -> dict[str, list[tuple[str, str]]]:
        request = rf.get("/")
        request.user = AnonymousUser()
        visits = [visit(seq, node, VisitStatus.DONE, answers) for seq, node in enumerate(done)]
        task = Task(
            id="t",
            flow="f",
            version="v",
            position=Position("check", len(done)),
            visits=(*visits, visit(99, "size", VisitStatus.LEFT, {})),
        )
        walk = Walk(
            compiled=CompiledFlow(FlowDefinition(ROOT)),
            request=request,
            task=task,
            load_state=dict,
            step_url=lambda node, query: "",
        )
        return {
            each.node.id: [(str(line.label), line.value) for line in each.answers]
            for each in answered_steps(walk)
        }

    return read_after


def visit(
    seq: int, node: str, status: VisitStatus, answers: Mapping[str, Mapping[str, list[str]]]
) -> Visit:
    return Visit(
        seq=seq, node=node, opened=node, status=status, answers=Answers(answers.get(node, {}))
    )


def test_answers_are_labelled_as_they_were_asked(read: Any) -> None:
    listed = read({"contact": CONTACT}, done=["contact"])

    assert listed == {"contact": [("Name", "Ada"), ("Email address", "ada@example.com")]}


def test_a_choice_is_told_in_its_words(read: Any) -> None:
    listed = read({"size": {"choice": ["s"]}}, done=["size"])

    assert listed == {"size": [("Which size?", "Small")]}


def test_a_step_that_was_left_is_not_listed(read: Any) -> None:
    listed = read({"size": {"choice": ["s"]}, "contact": CONTACT}, done=["contact"])

    assert list(listed) == ["contact"]


def test_a_step_that_no_app_provides_any_more_is_passed_over(read: Any) -> None:
    listed = read({"gone": {"what": ["ever"]}}, done=["gone"])

    assert listed == {}


def test_a_field_that_is_no_longer_asked_keeps_its_name(read: Any) -> None:
    listed = read({"contact": {"first_name": ["Ada"]}}, done=["contact"])

    assert listed == {"contact": [("First name", "Ada")]}


def test_long_and_odd_answers_are_text(read: Any, hostile: str) -> None:
    listed = read({"contact": {"name": [hostile * 100]}}, done=["contact"])

    assert listed == {"contact": [("Name", hostile * 100)]}
