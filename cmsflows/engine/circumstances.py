"""Circumstances: what decides which steps are there for a visitor, and which way they go.

A step with a condition is there while the condition holds, and passed over otherwise, going forward
and going back. It depends on the state, on answers, and on facts such as who is logged in; so where
a visitor stands may change between two requests though nothing was written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from cmsflows.definition.conditions import Condition, Operand, holds
from cmsflows.definition.nodes import ActionNode, Node, walk
from cmsflows.engine.answered import answered
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.facts import fact_value
from cmsflows.engine.task import Task, VisitStatus


@dataclass(frozen=True)
class Circumstances:
    """One visitor's, at one moment."""

    compiled: CompiledFlow
    request: HttpRequest
    task: Task | None = None
    """None before the first form was accepted."""
    load_state: Callable[[], Mapping[str, Any]] = dict
    """Answers the state; asked only where something depends on it. `Any`: see `Task.state`."""
    another: str = ""
    """The id of the group of which the visitor asks for another round."""

    def as_if(self, *there: Node) -> "AsIf":
        """The same, were these nodes there."""
        return AsIf(
            self.compiled,
            self.request,
            self.task,
            self.load_state,
            answers=self.holds,
            there=there,
        )

    def of(self, task: Task, *, another: str = "") -> "Circumstances":
        """The same visitor's, with another task."""
        return replace(self, task=task, load_state=task.state, another=another)

    @cached_property
    def state(self) -> Mapping[str, Any]:
        """A copy that nobody else writes to."""
        return self.load_state()

    def shows(self, node: Node) -> bool:
        """Is this node there, as far as its own condition says?"""
        return not node.when or self.holds(node.when)

    def is_there(self, node: Node) -> bool:
        """Is it there, and all that it stands in?"""
        return all(map(self.shows, self.compiled.definition.lineage(node)))

    def holds(self, condition: Condition) -> bool:
        """Is it so, for this visitor?"""
        return holds(condition, self._value)

    def rounds(self, group: Node, leaf: Node) -> int:
        """How often a step was completed since its group was entered."""
        number = 0
        within = {node.id for node in walk(group)}
        for visit in reversed(self.task.path if self.task else ()):
            if visit.node not in within:
                break
            number += visit.node == leaf.id and visit.status is VisitStatus.DONE
        return number

    def _value(self, operand: Operand) -> Any:
        """What an operand stands for. Raises `LookupError` where there is nothing. `Any`: see
        `Task.state`."""
        if "fact" in operand:
            return fact_value(operand["fact"], self.request)
        if "state" in operand:
            return _in(self.state, operand["state"])
        node = self.compiled.definition.node(operand["step"])
        if self.task is None or not isinstance(node, ActionNode):
            raise LookupError(operand["step"])
        return answered(self.task, node, operand["field"])


@dataclass(frozen=True)
class AsIf(Circumstances):
    """A visitor's, but with some nodes there whose conditions do not hold any more."""

    answers: Callable[[Condition], bool] = bool
    """Answers conditions as the visitor's own circumstances do."""
    there: tuple[Node, ...] = ()

    def shows(self, node: Node) -> bool:
        return any(node is each for each in self.there) or super().shows(node)

    def holds(self, condition: Condition) -> bool:
        return self.answers(condition)


@dataclass(frozen=True)
class Anyhow(Circumstances):
    """Nobody's: every step is there. For questions about the flow itself."""

    request: HttpRequest = field(default_factory=HttpRequest)

    def shows(self, node: Node) -> bool:
        return True

    def holds(self, condition: Condition) -> bool:
        return False


def _in(state: Mapping[str, Any], name: str) -> Any:
    """The value by a name, which may be a path: "billing.city"."""
    found: Any = state
    for part in name.split("."):
        if not isinstance(found, Mapping):
            raise LookupError(name)
        found = found[part]
    return found
