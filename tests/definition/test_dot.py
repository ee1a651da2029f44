"""The DOT of a flow: boxes within boxes, with made-up names and quoted words."""

import re
from typing import Any

import pygraphviz
import pytest

from cmsflows.definition.dot import Captions, dot_of
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.graph import FlowGraph
from cmsflows.definition.nodes import Node, ScaffoldNode, TransitionSpec
from tests.definition.random_flows import wired_graph
from tests.definition.trees import action, checkout, flow, graph, scaffold


def dot(found: FlowGraph) -> str:
    return dot_of(found, captions=Captions())


def parsed(found: FlowGraph) -> pygraphviz.AGraph:
    """The DOT as Graphviz reads it."""
    return pygraphviz.AGraph(string=dot(found))


def boxes(outer: pygraphviz.AGraph) -> dict[str, Any]:
    """The headings of the boxes, each with those inside it. `Any`: the same again."""
    return {box.graph_attr["label"].split("\\l")[0]: boxes(box) for box in outer.subgraphs()}


def test_groups_are_boxes_within_boxes() -> None:
    assert boxes(parsed(graph(checkout()))) == {
        "2 Who are you?": {},
        "3 How to pay": {"3.2 By bank transfer": {}},
    }


def test_there_is_a_start_and_an_end() -> None:
    text = dot_of(graph(checkout()), captions=Captions(start="Anfang", end="Ende"))

    assert 'label="Anfang"' in text
    assert 'label="Ende"' in text


def test_transitions_and_exits_are_labelled() -> None:
    definition = checkout()
    exits = {"details": [("Change the item", definition.by_id["item"])]}

    text = dot(graph(definition, exits=exits))

    assert 'label="\N{NO-BREAK SPACE}then\N{NO-BREAK SPACE}"' in text
    assert 'label="\N{NO-BREAK SPACE}or\N{NO-BREAK SPACE}"' in text
    assert 'label="\N{NO-BREAK SPACE}Change the item\N{NO-BREAK SPACE}"' in text


def test_what_is_not_there_for_everybody_is_dashed() -> None:
    when = {"op": "exists", "operand": {"state": "coupon"}}

    text = dot(graph(flow(action("one", when=when), action("two"))))

    assert text.count('style="rounded,filled,dashed"') == 1


def test_two_arms_to_one_step_are_one_arrow() -> None:
    arms = [{"when": {"op": "exists", "operand": {"state": name}}, "to": "one"} for name in "ab"]
    options = {"arms": arms, "otherwise": "two"}
    root = ScaffoldNode(
        id="root",
        key="scaffold",
        transition=TransitionSpec("branch", options),
        children=(action("one"), action("two")),
    )

    text = dot(wired_graph(FlowDefinition(root)))

    assert text.count('class="way arm"') == 2


def test_ways_back_do_not_bend_the_order() -> None:
    one, two = action("one"), action("two")
    ways: list[tuple[Node, Node | None]] = [(one, two), (two, one), (two, None)]

    text = dot(graph(flow(one, two), edges={"root": ways}))

    assert len(re.findall("constraint=false", text)) == 1


def test_steps_that_nothing_leads_to_stand_in_a_dashed_box() -> None:
    first, forgotten = action("first"), action("forgotten")

    read = parsed(graph(flow(first, forgotten), edges={"root": [(first, None)]}))

    (box,) = read.subgraphs()
    assert box.graph_attr["label"] == "Not connected"
    assert "dashed" in box.graph_attr["style"]
    assert [node.attr["label"] for node in box.nodes()] == ["2 forgotten"]


def test_a_group_that_nothing_leads_to_is_boxed_once() -> None:
    """Saying of each step inside it that nothing leads there would tell nothing more."""
    first, lost = action("first"), scaffold("lost", action("inside"))

    text = dot(graph(flow(first, lost), edges={"root": [(first, None)]}))

    assert text.count("Not connected") == 1


def test_what_is_not_available_says_so_in_words() -> None:
    text = dot(graph(checkout(), gone=["log_in", "bank"]))

    assert text.count("Not available") == 2


def test_a_dangling_exit_ends_at_a_place_that_says_so() -> None:
    text = dot(graph(flow(action("pay")), exits={"pay": [("Help", None), ("Chat", None)]}))

    assert text.count("⚠ Leads nowhere") == 1


def test_no_name_is_taken_from_the_flow() -> None:
    """B53: ids and keys may be anything, so none of them stands in the DOT."""
    hostile = action('x"]; evil [', "harmless")

    text = dot(graph(flow(hostile)))

    assert "evil" not in text


def test_the_whole_title_is_in_the_tooltip() -> None:
    text = dot(graph(flow(action("long", "word " * 100))))

    assert f'tooltip="1 {("word " * 100).strip()}"' in text


def test_steps_are_links_where_a_url_is_given() -> None:
    text = dot_of(graph(checkout()), captions=Captions(), url=lambda node: f"#{node.id}")

    assert 'URL="#log_in"' in text
    assert 'URL="#who"' in text


def test_steps_are_no_links_otherwise() -> None:
    assert "URL" not in dot(graph(checkout()))


@pytest.mark.parametrize("_", range(2))
def test_equal_flows_give_equal_texts(_: int) -> None:
    """Pictures are kept by the hash of the text."""
    assert dot(graph(checkout())) == dot(graph(checkout()))
