"""What a step used when it was answered, as a hash that its answers carry.

When the step is asked again, they are shown while that is as it was: a colour that was chosen for
one item is none of another's.
"""

from dataclasses import replace

from django.utils.crypto import salted_hmac

from cmsflows.definition.canonical import canonical_json_of
from cmsflows.definition.nodes import ActionNode, Node
from cmsflows.engine.answers import Answers
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.delta import seen_from
from cmsflows.engine.preconditions import RequiredState
from cmsflows.engine.task import Task


def used_by(compiled: CompiledFlow, task: Task, node: Node) -> str:
    """A keyed hash of the values that a step says it needs, as they were when it was entered; empty
    where it needs none."""
    names = sorted(_needs(compiled, node))
    if not names:
        return ""
    name = node.name if isinstance(node, ActionNode) else ""
    state = seen_from(replace(task, kept=()).encoded_state(), name)
    text = f"{task.id}:{node.id}:{canonical_json_of({each: state.get(each) for each in names})}"
    return salted_hmac("cmsflows.used", text, algorithm="sha256").hexdigest()[:32]


def still_fits(compiled: CompiledFlow, task: Task, node: Node, answers: Answers) -> bool:
    """Is what the step used when it was answered so as it is now?"""
    return not answers.used or answers.used == used_by(compiled, task, node)


def _needs(compiled: CompiledFlow, node: Node) -> set[str]:
    """The names that a step, and the groups around it, say they need."""
    return {
        name
        for each in compiled.definition.lineage(node)
        for precondition in compiled.preconditions(each)
        if isinstance(precondition, RequiredState)
        for name in precondition.names
    }
