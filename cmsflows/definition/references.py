"""Problems of what leads elsewhere: exits of steps, and the arms of a branch."""

from collections.abc import Iterator, Mapping

from cmsflows.definition.conditions import MalformedConditionError, check
from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.graph import EdgeKind, FlowGraph, Role
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.definition.problems import Code, Problem


def problems_of_references(graph: FlowGraph) -> Iterator[Problem]:
    """What leads nowhere, to what is gone, or to where nobody may be sent from there."""
    for node in graph.definition.by_id.values():
        if isinstance(node, ActionNode):
            yield from _exits(graph.definition, node)
        elif isinstance(node, ScaffoldNode) and node.transition.type == "branch":
            yield from _arms(graph.definition, node)
    yield from _dangling(graph)


def is_in_reach(definition: FlowDefinition, step: Node, target: Node) -> bool:
    """May a visitor be sent from a step to this target: a sibling, or one of an ancestor?"""
    parent = definition.parent(target)
    return parent is not None and any(
        each.id == parent.id for each in definition.lineage(step)[:-1]
    )


def _exits(definition: FlowDefinition, step: ActionNode) -> Iterator[Problem]:
    for name, target_id in step.exits:
        target = definition.node(target_id)
        if target is None:
            yield Problem(Code.EXIT_TO_MISSING, step.id, names=(name,), others=(target_id,))
        elif not is_in_reach(definition, step, target):
            yield Problem(Code.EXIT_OUT_OF_REACH, step.id, names=(name,), others=(target_id,))


def _dangling(graph: FlowGraph) -> Iterator[Problem]:
    for edge in graph.edges:
        if edge.kind is not EdgeKind.EXIT or edge.target.role is not Role.NOWHERE:
            continue
        step = graph.definition.by_id[edge.source.node]
        wired = dict(step.exits) if isinstance(step, ActionNode) else {}
        if graph.definition.node(wired.get(edge.exit, "")) or edge.exit not in wired:
            yield Problem(
                Code.DANGLING_EXIT,
                step.id,
                names=(edge.exit or edge.label,),
                is_error=False,  # its button is not shown then
            )


def _arms(definition: FlowDefinition, branch: ScaffoldNode) -> Iterator[Problem]:
    options = branch.transition.options
    arms = options.get("arms")
    for number, arm in enumerate(arms if isinstance(arms, list) else (), start=1):
        said = arm if isinstance(arm, Mapping) else {}
        if not _is_condition(said.get("when")):
            yield Problem(Code.ARM_WITHOUT_CONDITION, branch.id, names=(str(number),))
        target = said.get("to")
        if not (isinstance(target, str) and target):
            yield Problem(Code.ARM_WITHOUT_TARGET, branch.id, names=(str(number),))
        else:
            yield from _arm_target(definition, branch, target, names=(str(number),))
    otherwise = options.get("otherwise")
    if not (isinstance(otherwise, str) and otherwise):
        yield Problem(Code.NO_OTHERWISE, branch.id)
    else:
        yield from _arm_target(definition, branch, otherwise, names=())


def _arm_target(
    definition: FlowDefinition, branch: ScaffoldNode, target: str, *, names: tuple[str, ...]
) -> Iterator[Problem]:
    if any(target in (child.id, child.key, child.slug) for child in branch.children):
        return
    is_there = definition.node(target) is not None
    code = Code.ARM_OUT_OF_REACH if is_there else Code.ARM_TO_MISSING
    yield Problem(code, branch.id, names=names, others=(target,))


def _is_condition(when: object) -> bool:
    try:
        check(when)
    except MalformedConditionError:
        return False
    return bool(when)
