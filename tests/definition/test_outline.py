"""The outline says, in words and in order, what the drawing shows (B52)."""

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.graph import FlowGraph
from cmsflows.definition.nodes import Node
from cmsflows.definition.outline import Destination, OutlineItem, lines_of, outline_of
from tests.definition.trees import action, checkout, flow, graph, scaffold


def line(found: FlowGraph, node_id: str) -> OutlineItem:
    return next(item for item in lines_of(outline_of(found)) if item.id == node_id)


def test_it_is_nested_and_numbered() -> None:
    found = outline_of(graph(checkout()))

    assert [(item.depth, item.number, item.title) for item in lines_of(found)] == [
        (1, "1", "Confirm the item"),
        (1, "2", "Who are you?"),
        (2, "2.1", "Log in"),
        (2, "2.2", "Create an account"),
        (2, "2.3", "Go on as a guest"),
        (1, "3", "How to pay"),
        (2, "3.1", "On invoice"),
        (2, "3.2", "By bank transfer"),
        (3, "3.2.1", "Bank details"),
        (3, "3.2.2", "Holder’s address"),
        (1, "4", "Check and confirm"),
    ]


def test_a_group_says_its_rule() -> None:
    found = graph(checkout())

    assert line(found, "who").rule == "Any one of"
    assert line(found, "bank").rule == "In order"
    assert line(found, "item").rule == ""


def test_a_bare_action_is_its_own_outline() -> None:
    found = outline_of(graph(FlowDefinition(action("only", "The only one"))))

    assert [(item.number, item.title, item.is_scaffold) for item in found] == [
        ("1", "The only one", False)
    ]


def test_an_empty_flow_has_an_empty_outline() -> None:
    assert outline_of(graph(flow())) == ()


def test_exits_say_where_they_lead() -> None:
    definition = checkout()
    exits: list[tuple[str, Node | None]] = [
        ("I forgot", definition.by_id["create"]),
        ("Help", None),
    ]

    found = line(graph(definition, exits={"log_in": exits}), "log_in").exits

    assert found == (
        Destination(label="I forgot", id="create", number="2.2", title="Create an account"),
        Destination(label="Help", is_nowhere=True),
    )


def test_what_follows_in_order_goes_without_saying() -> None:
    assert not any(item.leads_to for item in lines_of(outline_of(graph(checkout()))))


def test_what_follows_out_of_order_is_said() -> None:
    one, two, three = action("one"), action("two"), action("three")
    ways: list[tuple[Node, Node | None]] = [(one, three), (one, None), (two, None), (three, two)]

    found = graph(flow(one, two, three), edges={"root": ways})

    assert [place.number for place in line(found, "one").leads_to] == ["3", ""]
    assert [place.number for place in line(found, "two").leads_to] == [""]
    assert [place.number for place in line(found, "three").leads_to] == ["2"]


def test_what_is_wrong_is_said() -> None:
    one, two = action("one"), action("two")

    found = graph(flow(one, two), edges={"root": [(one, None)]}, gone=["one"])

    assert not line(found, "one").is_available
    assert not line(found, "two").is_connected


def test_what_is_not_there_for_everybody_says_so() -> None:
    when = {"op": "exists", "operand": {"state": "coupon"}}

    found = graph(flow(action("one", when=when), action("two")))

    assert [line(found, each).is_conditional for each in ("one", "two")] == [True, False]


def test_lines_carry_links() -> None:
    found = outline_of(graph(checkout()), url=lambda node: f"#{node.id}")

    assert [item.url for item in found] == ["#item", "#who", "#pay", "#check"]


def test_fifty_levels_are_no_trouble() -> None:
    node: Node = action("leaf")
    for level in range(50):
        node = scaffold(f"level-{level}", node)

    deepest = list(lines_of(outline_of(graph(flow(node)))))[-1]

    assert deepest.depth == 51
