"""A compiled flow: a definition, and the classes and rules that bring its nodes to life."""

from collections.abc import Mapping
from typing import Any

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Node, PreconditionSpec, ScaffoldNode
from cmsflows.engine.action import Action
from cmsflows.engine.components import Component, known_component
from cmsflows.engine.preconditions import Precondition, RequiredState
from cmsflows.engine.registry import registry
from cmsflows.engine.scaffold import Scaffold
from cmsflows.engine.transitions import Group, Transition
from cmsflows.exceptions import UnknownKeyError


class CompiledFlow:
    """Immutable as the definition it wraps, so one instance serves all requests of a process."""

    def __init__(self, definition: FlowDefinition) -> None:
        self.definition = definition
        self._transitions: dict[str, Transition] = {}
        self._blocks: dict[str, Any] = {}
        self._preconditions: dict[str, tuple[Precondition, ...]] = {}

    @property
    def version(self) -> str:
        return self.definition.version

    def component_class(self, node: Node) -> type[Component]:
        """The class behind a node. Raises `UnknownKeyError` when no app provides it any more."""
        if node.key == "scaffold":
            return Scaffold
        shelf = registry.scaffolds if isinstance(node, ScaffoldNode) else registry.actions
        entry = shelf.find(node.key)
        found = entry.target if entry else known_component(node.key)
        if found is None:
            raise UnknownKeyError(kind=shelf.kind, key=node.key, known=[each.key for each in shelf])
        return found

    def action_class(self, node: ActionNode) -> type[Action]:
        """The class behind a leaf. Raises `UnknownKeyError` where there is none, or no action."""
        found = self.component_class(node)
        if not issubclass(found, Action):
            raise UnknownKeyError(kind="action", key=node.key, known=())
        return found

    def is_available(self, node: Node) -> bool:
        """Is there still a class behind this node?"""
        try:
            self.component_class(node)
        except UnknownKeyError:
            return False
        return True

    def logs_in(self, node: ActionNode) -> bool:
        return self.is_available(node) and self.action_class(node).logs_in

    def logs_out(self, node: ActionNode) -> bool:
        return self.is_available(node) and self.action_class(node).logs_out

    def transition(self, node: ScaffoldNode) -> Transition:
        """The rule of a scaffold: its class's own, else the one chosen in the definition."""
        found = self._transitions.get(node.id)
        if found is None:
            found = self._transitions[node.id] = self._make_transition(node)
        return found

    def options(self, node: Node) -> Mapping[str, Any]:
        """What the editor set, as new values of the `Options` block where the class has one.

        New each time, since a block may answer a page or an image as it is now. `Any`: each block
        decides what its values are.
        """
        if node.id not in self._blocks:
            options = self.component_class(node).Options
            self._blocks[node.id] = options() if options else None
        block = self._blocks[node.id]
        values: Mapping[str, Any] = block.to_python(dict(node.options)) if block else node.options
        return values

    def preconditions(self, node: Node) -> tuple[Precondition, ...]:
        """What guards this node itself: its class's, what it requires, and the editor's."""
        found = self._preconditions.get(node.id)
        if found is None:
            found = self._preconditions[node.id] = tuple(self._make_preconditions(node))
        return found

    def _make_transition(self, node: ScaffoldNode) -> Transition:
        own = getattr(self.component_class(node), "transition", None)
        if own is None:
            entry = registry.transitions.get(node.transition.type)
            return entry.target(**node.transition.options)  # type: ignore[no-any-return]  # shelves hold classes of any kind
        made = own() if isinstance(own, type) else own
        return made if isinstance(made, Transition) else ForeignTransition(made)

    def _make_preconditions(self, node: Node) -> list[Precondition]:
        own = [each() if isinstance(each, type) else each for each in self._declared(node)]
        required = node.contract.requires if isinstance(node, ActionNode) else ()
        needs = [RequiredState(*required)] if required else []
        return [*own, *needs, *map(made_guard, node.preconditions)]

    def _declared(self, node: Node) -> list[Any]:
        return list(self.component_class(node).preconditions)


class ForeignTransition(Transition):
    """Anything with `choose_next(group)`, as django-flows allows."""

    def __init__(self, chooser: Any) -> None:
        super().__init__()
        self.chooser = chooser

    def choose_next(self, group: Group) -> Any:
        return self.chooser.choose_next(group)


def made_guard(spec: PreconditionSpec) -> Precondition:
    """The guard that an editor set. Raises `UnknownKeyError` when nobody registers its key."""
    made: Precondition = registry.preconditions.get(spec.type).target.from_options(spec.options)
    return made
