"""The graph of a compiled flow: the engine's transitions and exits, as edges."""

from collections.abc import Sequence

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.graph import EdgeKind, Role
from cmsflows.definition.nodes import ActionNode, Contract, Node, ScaffoldNode, TransitionSpec
from cmsflows.engine.action import Action
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.flow_graph import flow_graph
from cmsflows.engine.reader import read_flow
from cmsflows.engine.scaffold import Scaffold
from cmsflows.engine.transitions import AnyOneOf, Linear, Transition


class Item(Action):
    pass


class LogIn(Action):
    exits = {"sign_up": "I have no account", "help": "Help"}


class SignUp(Action):
    pass


class WhoAreYou(Scaffold):
    action_set = [LogIn, SignUp]
    transition = AnyOneOf


class Checkout(Scaffold):
    action_set = [Item, WhoAreYou]
    transition = Linear


class Chooser:
    """A rule of somebody's own, as django-flows allows."""

    def choose_next(self, group: object) -> None:
        return None


class Anyhow(Scaffold):
    action_set = [Item, SignUp]
    transition = Chooser()


def named(definition: FlowDefinition, title: str) -> Node:
    return next(node for node in definition.by_id.values() if node.title == title)


def test_transitions_say_what_follows() -> None:
    definition = read_flow(Checkout)

    graph = flow_graph(CompiledFlow(definition))

    kinds = [edge.kind for edge in graph.edges_from(graph.start)]
    assert kinds == [EdgeKind.ARRIVAL]
    assert graph.rules == {
        definition.root.id: "In order",
        named(definition, "Who are you").id: "Any one of",
    }


def test_labels_stand_on_the_ways() -> None:
    graph = flow_graph(CompiledFlow(read_flow(Checkout)))

    labels = {edge.kind: edge.label for edge in graph.edges}

    assert labels[EdgeKind.NEXT] == "then"
    assert labels[EdgeKind.ALTERNATIVE] == "or"
    assert labels[EdgeKind.END] == ""


def test_one_alternative_is_no_choice() -> None:
    class Alone(Scaffold):
        action_set = [Item]
        transition = AnyOneOf

    graph = flow_graph(CompiledFlow(read_flow(Alone)))

    assert {edge.label for edge in graph.edges} == {""}


def test_exits_fall_back_to_the_nearest_sibling_and_else_lead_nowhere() -> None:
    definition = read_flow(Checkout)

    graph = flow_graph(CompiledFlow(definition))

    exits = {edge.label: edge.target for edge in graph.edges if edge.kind is EdgeKind.EXIT}
    assert exits["I have no account"].node == named(definition, "Sign up").id
    assert exits["Help"].role is Role.NOWHERE


def test_a_wired_exit_leads_where_it_was_wired() -> None:
    pay = ActionNode(
        id="pay",
        key="test_note",
        exits=(("back", "item"), ("secret", "pay")),
        contract=Contract(exits=(("back", "Change the item"),)),
    )
    root = ScaffoldNode(
        id="root",
        key="scaffold",
        transition=TransitionSpec("linear"),
        children=(ActionNode(id="item", key="test_item"), pay),
    )

    graph = flow_graph(CompiledFlow(FlowDefinition(root)))

    exits = {edge.label: edge.target.node for edge in graph.edges if edge.kind is EdgeKind.EXIT}
    assert exits == {"Change the item": "item", "secret": "pay"}


def test_after_a_rule_that_does_not_say_anything_may_follow() -> None:
    graph = flow_graph(CompiledFlow(read_flow(Anyhow)))

    following = [edge for edge in graph.edges if edge.kind is EdgeKind.NEXT]

    assert len(following) == 4
    assert set(graph.rules.values()) == {""}


def flow_of(
    children: Sequence[Node], *, key: str = "scaffold", rule: str = "linear"
) -> CompiledFlow:
    group = ScaffoldNode(
        id="group", key=key, transition=TransitionSpec(rule), children=tuple(children)
    )
    root = ScaffoldNode(
        id="root",
        key="scaffold",
        transition=TransitionSpec("linear"),
        children=(group, ActionNode(id="after", key="test_note")),
    )
    return CompiledFlow(FlowDefinition(root))


def test_a_step_whose_class_is_gone_is_drawn_and_marked() -> None:
    graph = flow_graph(flow_of([ActionNode(id="gone", key="no_such_action")]))

    assert graph.unavailable == {"gone"}
    assert graph.is_connected(graph.definition.by_id["after"])


def test_a_group_whose_class_or_rule_is_gone_is_drawn_and_marked() -> None:
    children = [ActionNode(id="one", key="test_note"), ActionNode(id="two", key="test_note")]

    for compiled in (
        flow_of(children, key="no_such_scaffold"),
        flow_of(children, rule="no_such_rule"),
    ):
        graph = flow_graph(compiled)

        assert graph.unavailable == {"group"}
        assert graph.rules["group"] == ""
        assert all(map(graph.is_connected, graph.definition.by_id.values()))


def test_a_transition_may_label_its_ways() -> None:
    class Weather(Transition):
        def label(self, node: ScaffoldNode, source: Node | None, target: Node | None) -> str:
            return "if it rains" if target else ""

    class Outing(Scaffold):
        action_set = [Item, SignUp]
        transition = Weather

    graph = flow_graph(CompiledFlow(read_flow(Outing)))

    assert "if it rains" in {edge.label for edge in graph.edges}


def test_an_empty_group_is_passed_through() -> None:
    graph = flow_graph(flow_of([]))

    assert graph.is_connected(graph.definition.by_id["after"])
