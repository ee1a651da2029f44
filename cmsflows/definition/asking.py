"""Problems of what conditions ask about: answers of steps, and names in the state."""

from collections.abc import Iterator, Mapping

from cmsflows.definition.conditions import Condition, Operand, operands
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.graph import FlowGraph
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.definition.passages.facts import provided_by
from cmsflows.definition.problems import Code, Problem


def problems_of_conditions(graph: FlowGraph) -> Iterator[Problem]:
    """What is asked about and is not there: such a comparison never holds."""
    definition = graph.definition
    provided = {each.name for each in definition.inputs}
    for step in definition.actions:
        provided.update(provided_by(step), [step.name])
    for node in definition.by_id.values():
        asked = [each for condition in conditions_of(node) for each in operands(condition)]
        for operand in asked:
            if "step" in operand:
                yield from _answer(definition, node, operand)
            elif "state" in operand and not _is_provided(operand["state"], provided):
                names = (operand["state"],)
                yield Problem(Code.CONDITION_STATE_UNKNOWN, node.id, names=names, is_error=False)


def conditions_of(node: Node) -> Iterator[Condition]:
    """The condition under which a node is there, and those of a branch's arms."""
    yield node.when
    if isinstance(node, ScaffoldNode) and node.transition.type == "branch":
        arms = node.transition.options.get("arms")
        for arm in arms if isinstance(arms, list) else ():
            if isinstance(arm, Mapping):
                yield arm.get("when") or {}


def _answer(definition: FlowDefinition, node: Node, operand: Operand) -> Iterator[Problem]:
    """A form that says nothing of its fields before it is made may have any."""
    step = definition.node(operand["step"])
    names = (operand["field"],)
    if not isinstance(step, ActionNode):
        others = (operand["step"],)
        yield Problem(Code.CONDITION_STEP_MISSING, node.id, names=names, others=others)
    elif step.contract.fields and operand["field"] not in dict(step.contract.fields):
        yield Problem(Code.CONDITION_FIELD_MISSING, node.id, names=names, others=(step.id,))


def _is_provided(name: str, provided: set[str]) -> bool:
    """What stands in a provided value is, too: "address.country" in "address"."""
    parts = name.split(".")
    return any(".".join(parts[:count]) in provided for count in range(1, len(parts) + 1))
