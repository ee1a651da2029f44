"""What is sure to be in the state at a step."""

from cmsflows.cms.sure import known_in
from cmsflows.definition.nodes import Contract
from tests.engine.trees import action, compiled, scaffold

ITEM = action("item", contract=Contract(provides=(("item", "str"),)))
PLAN = action("plan", name="big", contract=Contract(provides=(("plan", "str"),), removes=("x",)))


def test_it_is_what_all_ways_agree_on() -> None:
    either = scaffold("either", action("a"), PLAN, transition="any_one_of")
    known = known_in(compiled(ITEM, either, action("end")))

    assert known("item") == frozenset()
    assert known("plan") == known("end") == {"item"}


def test_a_named_step_leaves_its_own() -> None:
    known = known_in(compiled(PLAN, action("end")))

    assert known("end") == {"big.plan"}


def test_a_node_that_is_not_there_is_sure_of_nothing() -> None:
    assert known_in(compiled(ITEM))("gone") == frozenset()
