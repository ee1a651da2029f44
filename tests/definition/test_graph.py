"""The graph of a flow: points, the ways between them, and what cannot be reached."""

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.graph import Edge, EdgeKind, FlowGraph, Point, Role
from cmsflows.definition.nodes import ScaffoldNode, TransitionSpec
from tests.definition.random_flows import wired_graph
from tests.definition.trees import action, checkout, flow, graph, scaffold


def ways(found: FlowGraph) -> list[str]:
    """Every edge as text: "start > item" and so on."""
    return [f"{name(edge.source)} > {name(edge.target)}: {edge.kind.value}" for edge in found.edges]


def name(point: Point) -> str:
    ends = {Role.ENTRY: f"into {point.node}", Role.EXIT: f"out of {point.node}"}
    return ends.get(point.role, "nowhere" if point.role is Role.NOWHERE else point.node)


def edge_from(found: FlowGraph, node_id: str, kind: EdgeKind) -> Edge:
    return next(edge for edge in found.edges if edge.source.node == node_id and edge.kind is kind)


def test_groups_are_joined_from_exit_to_entry() -> None:
    found = graph(checkout())

    assert ways(found) == [
        "into root > item: arrival",
        "item > into who: next",
        "out of who > into pay: next",
        "out of pay > check: next",
        "check > out of root: end",
        "into who > log_in: alternative",
        "into who > create: alternative",
        "into who > guest: alternative",
        "log_in > out of who: end",
        "create > out of who: end",
        "guest > out of who: end",
        "into pay > invoice: alternative",
        "into pay > into bank: alternative",
        "invoice > out of pay: end",
        "out of bank > out of pay: end",
        "into bank > details: arrival",
        "details > address: next",
        "address > out of bank: end",
    ]


def test_a_bare_action_has_a_start_and_an_end() -> None:
    found = graph(FlowDefinition(action("only")))

    assert ways(found) == ["into only > only: arrival", "only > out of only: end"]


def test_an_empty_flow_leads_from_its_start_to_its_end() -> None:
    found = graph(flow())

    assert ways(found) == ["into root > out of root: end"]


def test_an_empty_group_is_passed_through() -> None:
    """A group with nothing to offer is skipped when the flow runs."""
    found = graph(flow(scaffold("empty"), action("after")))

    assert found.is_connected(found.definition.by_id["after"])


def test_an_exit_is_a_labelled_way_to_its_step() -> None:
    target = action("item")
    found = graph(flow(target, action("pay")), exits={"pay": [("Change it", target)]})

    edge = edge_from(found, "pay", EdgeKind.EXIT)

    assert edge == Edge(
        Point(Role.STEP, "pay"), Point(Role.STEP, "item"), EdgeKind.EXIT, "Change it"
    )


def test_an_arm_carries_what_its_condition_tells() -> None:
    arm = {"when": {"op": "exists", "operand": {"state": "a"}}, "to": "one"}
    root = ScaffoldNode(
        id="root",
        key="scaffold",
        transition=TransitionSpec("branch", {"arms": [arm], "otherwise": "two"}),
        children=(action("one"), action("two")),
    )

    arms = [edge for edge in wired_graph(FlowDefinition(root)).edges if edge.kind is EdgeKind.ARM]

    assert [(edge.target.node, edge.facts) for edge in arms] == [("one", {"a"}), ("two", set())]


def test_a_dangling_exit_leads_nowhere() -> None:
    found = graph(flow(action("pay")), exits={"pay": [("Help", None)]})

    assert edge_from(found, "pay", EdgeKind.EXIT).target == Point(Role.NOWHERE, "pay")


def test_transitions_label_their_ways() -> None:
    found = graph(checkout())

    labels = {edge.label for edge in found.edges if edge.source.node in {"item", "who"}}

    assert labels == {"then", "or"}


def test_equal_ways_are_one() -> None:
    one = action("one")

    found = graph(flow(one), edges={"root": [(one, None), (one, None)]})

    assert len(found.edges) == len(set(found.edges))


def test_a_step_that_no_way_leads_to_is_not_connected() -> None:
    first, forgotten = action("first"), action("forgotten")

    found = graph(flow(first, forgotten), edges={"root": [(first, None)]})

    assert found.is_connected(first)
    assert not found.is_connected(forgotten)


def test_an_exit_connects_a_step() -> None:
    first, help_page = action("first"), action("help")

    found = graph(
        flow(first, help_page),
        edges={"root": [(first, None), (help_page, None)]},
        exits={"first": [("Help", help_page)]},
    )

    assert found.is_connected(help_page)


def test_a_way_to_an_earlier_step_is_a_way_back() -> None:
    definition = checkout()
    item = definition.by_id["item"]
    found = graph(definition, exits={"details": [("Change the item", item)]})

    backwards = [edge for edge in found.edges if found.is_back(edge)]

    assert backwards == [edge_from(found, "details", EdgeKind.EXIT)]


def test_a_way_to_nowhere_is_no_way_back() -> None:
    found = graph(flow(action("pay")), exits={"pay": [("Help", None)]})

    assert not any(map(found.is_back, found.edges))


def test_nodes_without_a_class_are_named() -> None:
    found = graph(checkout(), gone=["log_in", "bank"])

    assert found.unavailable == {"log_in", "bank"}
