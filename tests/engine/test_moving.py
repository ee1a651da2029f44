"""Which runs may go on with another version of their flow, and why the others stay (B37)."""

from dataclasses import replace

import pytest

from cmsflows.definition.nodes import Contract
from cmsflows.engine.answers import Answers
from cmsflows.engine.delta import Delta
from cmsflows.engine.moving import Reason, Stays, moved
from cmsflows.engine.task import Claim, Task, TaskStatus, Visit, VisitStatus
from tests.engine.trees import Step, action, compiled, scaffold, task_at

NEEDS = Contract(requires=("plan",))
WHEN = {"op": "exists", "operand": {"state": "plan"}}


class Other(Step):
    """Another kind of step."""


def nothing(node_id: str) -> frozenset[str]:
    return frozenset()


def everything(*names: str):
    return lambda node_id: frozenset(names)


OLD = compiled(action("item"), scaffold("group", action("plan"), action("pay")))


def at_plan(**values) -> Task:
    item = Visit(
        seq=0,
        node="item",
        opened="item",
        status=VisitStatus.DONE,
        deltas=(Delta({"item": "kettle", "billing": {"street": "Elm"}}),),
    )
    return task_at(OLD, "plan", visits=(item,), **values)


def why(task: Task, *steps, known=nothing) -> Stays:
    answer = moved(task, OLD, compiled(*steps), known)
    assert isinstance(answer, Stays)
    return answer


def test_a_run_moves_whose_step_is_there():
    """B37: wherever it stands now, and though steps before it are gone."""
    new = compiled(action("terms"), action("plan"), action("pay"))

    answer = moved(at_plan(), OLD, new, nothing)

    assert answer == replace(at_plan(), version=new.version)


def test_what_the_new_version_is_sure_of_is_there():
    new = compiled(action("plan"))

    answer = moved(at_plan(), OLD, new, everything("item", "billing", "billing.street"))

    assert isinstance(answer, Task)


def test_a_run_stays_whose_step_is_gone():
    assert why(at_plan(), action("pay")) == Stays(Reason.GONE)
    assert why(at_plan(), scaffold("plan", action("pay"))) == Stays(Reason.GONE)


def test_a_run_stays_where_another_kind_of_step_is():
    assert why(at_plan(), action("plan", Other)) == Stays(Reason.OTHER_KIND)


def test_a_run_stays_whose_step_nobody_registered():
    gone = replace(action("plan"), key="gone")

    assert why(at_plan(), gone) == Stays(Reason.UNAVAILABLE)


def test_a_run_stays_whose_step_has_another_name():
    assert why(at_plan(), action("plan", name="billing")) == Stays(Reason.RENAMED)


def test_a_run_stays_without_what_its_step_requires():
    step = action("plan", contract=NEEDS)

    assert why(at_plan(), step) == Stays(Reason.MISSING, ("plan",))


def test_a_run_stays_without_what_the_new_version_is_sure_of():
    """Steps after it rely on that."""
    known = everything("terms", "billing.street", "billing.city")

    stays = why(at_plan(), action("plan"), known=known)

    assert stays == Stays(Reason.MISSING, ("billing.city", "terms"))


def test_a_run_stays_whose_step_is_under_a_new_condition():
    assert why(at_plan(), action("plan", when=WHEN)) == Stays(Reason.CONDITIONAL)


def test_a_run_stays_whose_step_is_in_an_arm_now():
    arms = {"arms": [{"when": WHEN, "to": "plan"}], "otherwise": "pay"}
    group = scaffold("group", action("plan"), action("pay"), transition="branch")
    branch = replace(group, transition=replace(group.transition, options=arms))

    assert why(at_plan(), branch) == Stays(Reason.CONDITIONAL)


def test_a_run_stays_that_has_done_what_is_another_kind_of_step_now():
    steps = (action("item", Other, title="Item"), action("plan"))

    assert why(at_plan(), *steps) == Stays(Reason.OTHER_PAST, ("Item",))


@pytest.mark.parametrize("claim", [Claim("plan", "", 0.0), Claim("plan", "", 0.0, is_outside=True)])
def test_a_run_stays_while_its_step_is_under_way(claim):
    """B59"""
    assert why(at_plan(claim=claim), action("plan")) == Stays(Reason.UNDER_WAY)


@pytest.mark.parametrize("status", [TaskStatus.DONE, TaskStatus.CANCELLED])
def test_what_is_over_never_moves(status):
    assert why(at_plan(status=status), action("plan")) == Stays(Reason.OVER)


def test_what_refers_to_what_is_gone_is_forgotten():
    kept, gone = Answers({"a": ["1"]}), Answers({"b": ["2"]})
    task = at_plan(resume="pay", drafts={"plan": kept, "pay": gone, "item": gone})
    new = compiled(action("item"), action("plan"))

    answer = moved(task, OLD, new, nothing)

    assert isinstance(answer, Task)
    assert (answer.resume, answer.drafts) == ("", {"plan": kept, "item": gone})


def test_where_a_detour_leads_back_to_must_be_sure_too():
    task = at_plan(resume="pay")
    known = {"pay": frozenset({"item", "terms"})}

    stays = why(
        task, action("plan"), action("pay"), known=lambda node: known.get(node, frozenset())
    )

    assert stays == Stays(Reason.MISSING, ("terms",))
