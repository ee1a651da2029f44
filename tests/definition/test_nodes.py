"""Nodes are values: nobody changes one, and nobody shares what is inside it."""

import dataclasses

import pytest

from cmsflows.definition.nodes import EMPTY, ActionNode, Contract, walk
from tests.definition.trees import action, scaffold


def test_a_node_never_changes():
    with pytest.raises(dataclasses.FrozenInstanceError):
        action("a").slug = "b"


def test_nodes_share_no_options():
    one, two = ActionNode(id="a", key="a"), ActionNode(id="b", key="b")

    assert one.options is not two.options


def test_nobody_can_fill_the_empty_mapping():
    with pytest.raises(TypeError):
        EMPTY["a"] = 1


def test_a_contract_names_what_it_provides():
    assert Contract(provides=(("a", "str"), ("b", "int"))).provided == {"a", "b"}


def test_a_walk_tells_parents_first():
    tree = scaffold("a", scaffold("b", action("c")), action("d"))

    assert [node.id for node in walk(tree)] == ["a", "b", "c", "d"]
