"""A flow definition answers where its nodes are."""

import pytest

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, ScaffoldNode
from tests.definition.trees import action, flow, scaffold

INNER = action("inner")
GROUP = scaffold("group", INNER, action("other"))
FLOW = flow(action("first"), GROUP)


def test_actions_are_told_in_reading_order():
    assert [each.id for each in FLOW.actions] == ["first", "inner", "other"]


def test_a_node_is_found_by_its_id():
    assert FLOW.node("inner") is INNER
    assert FLOW.node("nowhere") is None


def test_a_lineage_goes_from_the_root_to_the_node():
    assert [each.id for each in FLOW.lineage(INNER)] == ["root", "group", "inner"]
    assert FLOW.lineage(FLOW.root) == (FLOW.root,)


def test_a_parent_is_the_group_around_a_node():
    assert FLOW.parent(INNER) is GROUP
    assert FLOW.parent(FLOW.root) is None


def test_a_path_is_made_of_slugs_below_the_flow():
    assert FLOW.url_path(INNER) == "group/inner/"
    assert FLOW.url_path(FLOW.root) == ""


def test_a_group_without_a_slug_adds_nothing_to_a_path():
    inner = action("inner")
    bare = ScaffoldNode(id="bare", key="scaffold", children=(inner,))

    assert flow(bare).url_path(inner) == "inner/"


@pytest.mark.parametrize("path", ["group/inner", "group/inner/", "/group/inner/"])
def test_a_node_is_found_by_its_path(path):
    assert FLOW.at_path(path) is INNER


@pytest.mark.parametrize(
    "path", ["", "/", "inner", "group//inner", "group/inner/x", "Group", "\x00"]
)
def test_a_path_of_no_node_finds_none(path):
    assert FLOW.at_path(path) is None


@pytest.mark.parametrize(
    ("definition", "is_empty"),
    [
        (flow(), True),
        (flow(scaffold("a", scaffold("b"))), True),
        (FLOW, False),
        (FlowDefinition(ActionNode(id="a", key="a")), False),
    ],
)
def test_a_flow_without_a_step_is_empty(definition, is_empty):
    assert definition.is_empty is is_empty
