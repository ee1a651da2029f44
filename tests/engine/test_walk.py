"""A walk notices what the components of one request change in the state."""

import pytest

from cmsflows.engine.delta import Delta
from cmsflows.engine.scaffold import Scaffold
from cmsflows.engine.walk import leaf
from cmsflows.exceptions import UnstorableValueError
from tests.engine.trees import Step, action, compiled, task_at, walk_of

BILLING = action("billing", name="billing")
FLOW = compiled(action("plain"), BILLING)


def changed(node_id, entry, change):
    """The task's state after the component of a node has changed its own."""
    task = task_at(FLOW, node_id, entry=entry)
    walk = walk_of(FLOW, task)
    change(walk.components(FLOW.definition.node(node_id))[-1].state)
    kept = walk.deltas_since(task.encoded_state())
    return task_at(FLOW, node_id, entry=entry, kept=kept).state()


def test_a_path_has_a_component_for_each_node_root_first():
    components = walk_of(FLOW).components(BILLING)

    assert [type(each) for each in components] == [Scaffold, Step]
    assert leaf(components).node is BILLING


def test_a_path_that_ends_at_a_group_has_no_leaf():
    with pytest.raises(TypeError):
        leaf([Scaffold()])


def test_a_component_serves_one_request_only():
    component = walk_of(FLOW).components(BILLING)[-1]

    with pytest.raises(RuntimeError, match="has served a request already; make a new one"):
        component.join(walk_of(FLOW), BILLING)


def test_changing_nothing_leaves_no_delta():
    task = task_at(FLOW, "billing", entry={"a": [1]})
    walk = walk_of(FLOW, task)
    assert walk.components(BILLING)[-1].state["a"] == [1]

    assert walk.deltas_since(task.encoded_state()) == ()


def test_names_set_changed_within_and_removed_are_kept():
    def change(state):
        state["new"] = 1
        state["lines"].append("b")
        del state["old"]

    assert changed("plain", {"lines": ["a"], "old": 1}, change) == {"lines": ["a", "b"], "new": 1}


def test_a_named_step_sets_values_under_its_name():
    assert changed("billing", {"street": "Elm"}, lambda state: state.update(street="Oak")) == {
        "street": "Elm",
        "billing": {"street": "Oak"},
    }


def test_a_named_step_changes_what_it_reads_under_its_name_only():
    """What it found in everybody's state stays as it was for everybody."""
    assert changed("billing", {"lines": ["a"]}, lambda state: state["lines"].append("b")) == {
        "lines": ["a"],
        "billing": {"lines": ["a", "b"]},
    }


def test_a_named_step_removes_its_own_value_first():
    entry = {"street": "Elm", "billing": {"street": "Oak", "city": "Bath"}}

    assert changed("billing", entry, lambda state: state.pop("street")) == {
        "street": "Elm",
        "billing": {"city": "Bath"},
    }


def test_a_named_step_removes_what_everybody_sees_when_it_has_none_of_its_own():
    """An action that takes a password's hint out of the state means it."""
    assert changed("billing", {"hint": "x"}, lambda state: state.pop("hint")) == {}


@pytest.mark.parametrize("name", ["plain", "billing"])
def test_what_cannot_be_kept_is_refused(name):
    with pytest.raises(UnstorableValueError):
        changed(name, {}, lambda state: state.update(file=open))


def test_the_way_back_is_the_flows_own_url_once_there_is_a_task():
    assert walk_of(FLOW).way_back() == "/flow/"
    assert walk_of(FLOW, task_at(FLOW, "plain")).way_back() == "/root/"


def test_a_delta_of_a_named_step_says_so():
    task = task_at(FLOW, "billing")
    walk = walk_of(FLOW, task)
    walk.components(BILLING)[-1].state["city"] = "Bath"

    assert walk.deltas_since({}) == (Delta({"city": "Bath"}, under="billing"),)
