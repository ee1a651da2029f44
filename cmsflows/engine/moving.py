"""Moving a run to another version of its flow, half way, where that is safe; else why not.

It is safe where the visitor notices nothing: their step is there and is the same step, whatever the
new version is sure of there is in their state, and what they did was done by what stands there.
Steps that came before and are gone are no matter.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from cmsflows.definition.canonical import canonical_json_of, to_data
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.delta import Encoded, seen_from
from cmsflows.engine.task import Task, TaskStatus

Known = Callable[[str], frozenset[str]]
"""By node id: the names that a version is sure to find in the state at that step. "billing.street"
is what the step named "billing" left there."""


class Reason(Enum):
    """Why a run stays at its version."""

    OVER = "over"
    UNDER_WAY = "under way"
    """Its step commits, or is in doubt, or another site has yet to say what came of it."""
    GONE = "gone"
    """Its step is not there."""
    UNAVAILABLE = "unavailable"
    """No class runs its step."""
    OTHER_KIND = "other kind"
    """Another kind of step is there."""
    RENAMED = "renamed"
    """Its step keeps its answers under another name."""
    CONDITIONAL = "conditional"
    """Its step is there under a condition now that it was not under before."""
    MISSING = "missing"
    """Something that is sure to be in the state at its step is not; `names` says what."""
    OTHER_PAST = "other past"
    """A step it has done is of another kind; `names` has its title."""


@dataclass(frozen=True, slots=True)
class Stays:
    """A run that is not moved."""

    reason: Reason
    names: tuple[str, ...] = ()


def moved(task: Task, old: CompiledFlow, new: CompiledFlow, known: Known) -> Task | Stays:
    """The task at the same step of another version, or why it stays.

    `known` is what the analysis of the new version says.
    """
    stays = next(_objections(task, old, new, known), None)
    return stays or _settled_in(task, old, new)


def _objections(task: Task, old: CompiledFlow, new: CompiledFlow, known: Known) -> Iterator[Stays]:
    """The reasons to stay, gravest first."""
    if task.status is not TaskStatus.RUNNING:
        yield Stays(Reason.OVER)
    if task.claim:
        yield Stays(Reason.UNDER_WAY)
    before, node = _step(old, task.position.node), _step(new, task.position.node)
    if before is None or node is None:
        yield Stays(Reason.GONE)
        return
    yield from _objections_to_step(before, node, old, new)
    yield from _lacking(task, node, new, known)
    yield from _objections_to_past(task, old, new)


def _objections_to_step(
    before: ActionNode, node: ActionNode, old: CompiledFlow, new: CompiledFlow
) -> Iterator[Stays]:
    if not all(map(new.is_available, new.definition.lineage(node))):
        yield Stays(Reason.UNAVAILABLE)
        return
    if not _is_same_kind(before, node, old, new):
        yield Stays(Reason.OTHER_KIND)
    if before.name != node.name:
        yield Stays(Reason.RENAMED)
    if not _conditions(new, node) <= _conditions(old, before):
        yield Stays(Reason.CONDITIONAL)


def _lacking(task: Task, node: ActionNode, new: CompiledFlow, known: Known) -> Iterator[Stays]:
    """What the step needs, and what the steps after it rely on; at the step that a detour leads
    back to, too, but for what its own guards will ask for then."""
    state = task.encoded_state()
    seen = seen_from(state, node.name)
    needed = {name for name in node.contract.requires if seen.get(name) is None}
    missing = needed | {name for name in known(node.id) if not _is_there(state, name)}
    origin = _step(new, task.resume)
    if origin:
        asked = {*origin.contract.requires, *node.contract.provided}
        missing |= {each for each in known(origin.id) - asked if not _is_there(state, each)}
    if missing:
        yield Stays(Reason.MISSING, tuple(sorted(missing)))


def _objections_to_past(task: Task, old: CompiledFlow, new: CompiledFlow) -> Iterator[Stays]:
    for visit in (*task.path, *task.commits):
        then, now = old.definition.node(visit.node), new.definition.node(visit.node)
        if then and now and not _is_same_kind(then, now, old, new):
            yield Stays(Reason.OTHER_PAST, (now.title,))


def _settled_in(task: Task, old: CompiledFlow, new: CompiledFlow) -> Task:
    """The task in its new version, with nothing left that refers to what is gone.

    What was committed stays known, though its step is gone: it may come back.
    """
    same = {
        node_id
        for node_id, node in new.definition.by_id.items()
        if (before := old.definition.node(node_id)) and _is_same_kind(before, node, old, new)
    }
    return replace(
        task,
        version=new.version,
        resume=task.resume if _step(new, task.resume) else "",
        drafts={node: each for node, each in task.drafts.items() if node in same},
    )


def _step(flow: CompiledFlow, node_id: str) -> ActionNode | None:
    node = flow.definition.node(node_id) if node_id else None
    return node if isinstance(node, ActionNode) else None


def _is_same_kind(before: Node, now: Node, old: CompiledFlow, new: CompiledFlow) -> bool:
    """Do both have the same key, or keys of the same class?"""
    if isinstance(before, ScaffoldNode) is not isinstance(now, ScaffoldNode):
        return False
    if before.key == now.key:
        return True
    both = old.is_available(before) and new.is_available(now)
    return both and old.component_class(before) is new.component_class(now)


def _conditions(flow: CompiledFlow, node: Node) -> set[str]:
    """Every condition that a step, or a group around it, is there under."""
    lineage = flow.definition.lineage(node)
    own = [each.when for each in lineage]
    arms = [
        way.when
        for parent, child in zip(lineage, lineage[1:], strict=False)
        if isinstance(parent, ScaffoldNode)
        for way in flow.transition(parent).ways_in(parent)
        if way.child.id == child.id
    ]
    return {canonical_json_of(to_data(each)) for each in (*own, *arms) if each}


def _is_there(state: Encoded, name: str) -> bool:
    """Has the state a value under this name, which may be one within another?"""
    value: Any = state  # JSON of any shape
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value is not None
