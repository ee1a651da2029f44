"""What becomes of a task when a step answers; nothing is stored, and no task changes."""

import pytest

from cmsflows.definition.nodes import Contract, PreconditionSpec
from cmsflows.engine.answers import Answers
from cmsflows.engine.circumstances import Anyhow
from cmsflows.engine.delta import Delta
from cmsflows.engine.outcome import COMPLETE, SendTo
from cmsflows.engine.preconditions import RequiredState
from cmsflows.engine.runner import Result, Standing, complete, is_open, keep, standing
from cmsflows.engine.task import Position, TaskStatus, Visit, VisitStatus
from cmsflows.exceptions import UnreachableTargetError
from tests.engine.trees import action, compiled, scaffold, task_at, walk_of

X = Answers({"x": ["1"]})
PLAN = Contract(provides=(("plan", "str"),))
NEEDS = Contract(requires=("plan",))
FLOW = compiled(
    action("item"),
    scaffold("plans", action("plan", contract=PLAN, exits=(("out", "end"),)), action("size")),
    action("pay", contract=NEEDS),
    action("end"),
)


def node(node_id):
    return FLOW.definition.by_id[node_id]


def done(task, node_id, answer=COMPLETE, **values):
    return complete(Anyhow(FLOW), task, node(node_id), Result(answer=answer, **values))


def left(task, node_id, answer):
    return complete(Anyhow(FLOW), task, node(node_id), Result(answer=answer, is_left=True))


def test_a_completed_step_moves_the_position_and_closes_its_visit():
    task = task_at(FLOW, "item")

    moved = done(task, "item", deltas=(Delta({"a": 1}),), answers=X, digest="d")

    assert moved.position == Position("plan", 1)
    assert moved.visits == (
        Visit(
            seq=0,
            node="item",
            opened="item",
            status=VisitStatus.DONE,
            digest="d",
            to="plan",
            answers=X,
            deltas=(Delta({"a": 1}),),
        ),
    )
    assert (moved.answers, moved.state()) == ({"item": X}, {"a": 1})


def test_a_task_never_changes():
    task = task_at(FLOW, "item")

    done(task, "item")

    assert task == task_at(FLOW, "item")


def test_the_last_step_ends_the_task():
    moved = done(task_at(FLOW, "end"), "end")

    assert (moved.status, moved.position) == (TaskStatus.DONE, Position("", 1))
    assert moved.visits[-1].to == ""


def test_leaving_by_an_exit_keeps_no_answers():
    moved = left(task_at(FLOW, "plan"), "plan", SendTo("out"))

    assert (moved.position.node, moved.answers) == ("end", {})
    assert moved.visits[0].status is VisitStatus.LEFT


def test_an_answer_that_leads_nowhere_moves_nothing():
    with pytest.raises(UnreachableTargetError):
        done(task_at(FLOW, "item"), "item", SendTo("size"))


def test_changes_that_were_kept_become_the_visits():
    task = keep(task_at(FLOW, "item"), (Delta({"a": 1}),))

    moved = done(task, "item", deltas=(Delta({"b": 2}),))

    assert (task.state(), moved.state()) == ({"a": 1}, {"a": 1, "b": 2})
    assert (moved.kept, moved.visits[0].deltas) == ((), (Delta({"a": 1}), Delta({"b": 2})))


def test_keeping_nothing_answers_the_same_task():
    task = task_at(FLOW, "item")

    assert keep(task, ()) is task


def test_a_detour_goes_through_its_group_and_comes_back():
    task = task_at(FLOW, "pay").detouring("pay")

    half = done(task, "plan")
    back = done(half, "size")

    assert (half.position.node, half.resume) == ("size", "pay")
    assert (back.position.node, back.resume) == ("pay", "")


def test_a_detour_left_by_an_exit_still_leads_back():
    task = task_at(FLOW, "pay").detouring("pay")

    out = left(task, "plan", SendTo("out"))
    back = done(out, "end")

    assert (out.position.node, out.resume) == ("end", "pay")
    assert back.position.node == "pay"


def test_a_detour_that_is_sent_to_where_it_came_from_is_over():
    task = task_at(FLOW, "pay").detouring("pay")

    back = done(task, "size", SendTo("pay"))

    assert (back.position.node, back.resume) == ("pay", "")


def test_one_stands_where_nothing_is_unmet():
    assert standing(walk_of(FLOW), node("item")) == Standing(node("item"))


def test_an_unmet_precondition_leads_to_the_step_that_would_meet_it():
    found = standing(walk_of(FLOW), node("pay"))

    assert found == Standing(node("plan"), RequiredState.message)
    assert not is_open(walk_of(FLOW), node("pay"))
    assert is_open(walk_of(FLOW, plan="small"), node("pay"))


def test_steps_that_need_each_other_leave_the_visitor_stuck():
    one = action("one", contract=Contract(requires=("b",), provides=(("a", "str"),)))
    two = action("two", contract=Contract(requires=("a",), provides=(("b", "str"),)))
    flow = compiled(one, two)

    assert standing(walk_of(flow), one) == Standing(None, RequiredState.message)


def test_a_log_in_elsewhere_is_a_response():
    guarded = action("step", preconditions=(PreconditionSpec("login_required"),))
    flow = compiled(guarded)

    found = standing(walk_of(flow), guarded)

    assert (found.action, found.response.url) == (None, "/accounts/login/?next=%2Fflow%2F")
