"""Makes small random flows, and answers what a graph must be told of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from cmsflows.definition.conditions import Condition, conjunction, negated
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.graph import FlowGraph, WayIn, WayOut, graph_of
from cmsflows.definition.nodes import (
    ActionNode,
    Contract,
    Input,
    Node,
    PreconditionSpec,
    ScaffoldNode,
    TransitionSpec,
    walk,
)

NAMES = ("a", "b", "c")
STEP_NAMES = ("", "", "", "x", "y")


def random_flow(random: Random, *, kinds: Sequence[str]) -> FlowDefinition:
    """A flow of a few steps, its groups of these kinds."""
    maker = _Maker(random, kinds)
    root = maker.group("root", depth=0)
    definition = FlowDefinition(
        maker.with_exits(root),
        inputs=tuple(
            Input(name, is_required=random.random() < 0.7)
            for name in NAMES
            if random.random() < 0.15
        ),
        promises=tuple(name for name in (*NAMES, "x", "x.a") if random.random() < 0.3),
    )
    return definition


class _Maker:
    def __init__(self, random: Random, kinds: Sequence[str]) -> None:
        self.random = random
        self.kinds = kinds
        self.left = random.randint(2, 8)
        """How many nodes may still be made."""
        self.count = 0

    def group(self, node_id: str, *, depth: int) -> ScaffoldNode:
        kind = self.random.choice(self.kinds)
        children = []
        for _ in range(self.random.randint(1, 4) if depth else self.random.randint(2, 4)):
            if self.left > 0:
                children.append(self.node(depth=depth + 1))
        if not children:
            kind = "linear"
        return ScaffoldNode(
            id=node_id,
            key="scaffold",
            slug=node_id,
            when=self.when(0.25) if depth else {},
            preconditions=self.preconditions(),
            transition=TransitionSpec(kind, self.options(kind, children)),
            children=tuple(children),
        )

    def node(self, *, depth: int) -> Node:
        self.left -= 1
        self.count += 1
        node_id = f"n{self.count}"
        if depth < 4 and self.random.random() < 0.4:
            return self.group(node_id, depth=depth)
        return ActionNode(
            id=node_id,
            key=self.random.choice("pqr") if self.random.random() < 0.4 else node_id,
            slug=node_id,
            name=self.random.choice(STEP_NAMES),
            when=self.when(0.35),
            preconditions=self.preconditions(),
            contract=Contract(
                requires=self.some(0.25),
                provides=tuple((name, "str") for name in self.some(0.35)),
                removes=self.some(0.15),
                commits=self.random.random() < 0.3,
                is_repeatable=self.random.random() < 0.2,
            ),
        )

    def with_exits(self, root: ScaffoldNode) -> ScaffoldNode:
        found = self._with_exits(root, [])
        assert isinstance(found, ScaffoldNode)
        return found

    def _with_exits(self, node: Node, targets: list[str]) -> Node:
        if isinstance(node, ScaffoldNode):
            near = [each.id for each in node.children if _has_a_leaf(each)]
            inner = tuple(self._with_exits(each, [*targets, *near]) for each in node.children)
            return replace(node, children=inner)
        assert isinstance(node, ActionNode)
        if targets and self.random.random() < 0.3:
            count = self.random.randint(1, 2)
            exits = tuple((f"e{number}", self.random.choice(targets)) for number in range(count))
            return replace(node, exits=exits)
        return node

    def some(self, chance: float) -> tuple[str, ...]:
        return tuple(name for name in NAMES if self.random.random() < chance)

    def preconditions(self) -> tuple[PreconditionSpec, ...]:
        if self.random.random() > 0.1:
            return ()
        return (PreconditionSpec("required_state", {"names": [self.random.choice(NAMES)]}),)

    def when(self, chance: float) -> Condition:
        return self.condition() if self.random.random() < chance else {}

    def condition(self) -> Condition:
        name = self.random.choice((*NAMES, "x", "a.k"))
        plain: list[dict[str, Any]] = [
            {"op": "exists", "operand": {"state": name}},
            {"op": "missing", "operand": {"state": name}},
            {"op": "eq", "operand": {"state": name}, "value": 1},
            {"op": "is_true", "operand": {"fact": "is_logged_in"}},
        ]
        found: Condition = self.random.choice(plain)
        if self.random.random() < 0.2:
            op = self.random.choice(("and", "or"))
            return {"op": op, "conditions": [found, self.condition()]}
        return found

    def options(self, kind: str, children: list[Node]) -> dict[str, Any]:
        ids = [child.id for child in children]
        if kind == "branch" and ids:
            count = self.random.randint(1, 3)
            arms = [{"when": self.condition(), "to": self.random.choice(ids)} for _ in range(count)]
            return {"arms": arms, "otherwise": self.random.choice(ids)}
        if kind == "jumps":
            count = self.random.randint(1, 2 * len(ids) or 1)
            chosen = [
                (self.random.choice(ids), self.random.choice([*ids, None])) for _ in range(count)
            ]
            return {"jumps": list(dict.fromkeys(chosen))}
        return {}


class WiredRules:
    """Plain rules for every kind of group that is made here."""

    def __init__(self, definition: FlowDefinition) -> None:
        self.definition = definition

    def is_available(self, node: Node) -> bool:
        return True

    def name(self, scaffold: ScaffoldNode) -> str:
        return scaffold.transition.type

    def ways_in(self, scaffold: ScaffoldNode) -> Sequence[WayIn]:
        kind = scaffold.transition.type
        if kind == "branch":
            return list(self._arms(scaffold))
        count = None if kind == "any_one_of" else 1
        return [WayIn(child) for child in scaffold.children[:count]]

    def _arms(self, branch: ScaffoldNode) -> Iterator[WayIn]:
        children = {child.id: child for child in branch.children}
        refused: list[Condition] = []
        for arm in branch.transition.options["arms"]:
            yield WayIn(children[arm["to"]], conjunction([*refused, arm["when"]]))
            refused.append(negated(arm["when"]))
        yield WayIn(children[branch.transition.options["otherwise"]], conjunction(refused))

    def edges(self, scaffold: ScaffoldNode) -> Sequence[tuple[Node, Node | None]]:
        kind, children = scaffold.transition.type, scaffold.children
        if kind in ("any_one_of", "branch"):
            return [(child, None) for child in children]
        if kind == "jumps":
            by_id = {child.id: child for child in children}
            jumps = scaffold.transition.options["jumps"]
            return [(by_id[one], by_id.get(two)) for one, two in jumps]
        again = [(children[-1], children[0])] if kind == "repeat" and children else []
        return [*zip(children, (*children, None)[1:], strict=True), *again]

    def label(self, scaffold: ScaffoldNode, source: Node | None, target: Node | None) -> str:
        return ""

    def exits(self, action: ActionNode) -> Sequence[WayOut]:
        return [WayOut(name, self.definition.node(target), name) for name, target in action.exits]


def wired_graph(definition: FlowDefinition) -> FlowGraph:
    return graph_of(definition, WiredRules(definition))


def _has_a_leaf(node: Node) -> bool:
    return any(isinstance(each, ActionNode) for each in walk(node))
