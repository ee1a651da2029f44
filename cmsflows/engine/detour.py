"""A detour: a precondition led a visitor away from a step, and they come back to it.

The step is the task's `resume`. The detour lasts for as long as the visitor stays in the branch
they were led into.
"""

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.navigation import branch_apart, contains
from cmsflows.engine.outcome import Outcome, SendTo
from cmsflows.engine.task import Task


def with_detours(
    compiled: CompiledFlow,
    task: Task,
    action: ActionNode,
    answer: Outcome | SendTo,
    target: ActionNode | None,
) -> tuple[ActionNode | None, str]:
    """Where a completed step leads, and the step that a detour not over yet will lead back to.

    `target` is where it would lead without detours. Being sent somewhere goes before coming back.
    """
    origin = compiled.definition.node(task.resume) if task.resume else None
    if not isinstance(origin, ActionNode):
        return target, ""
    if not isinstance(answer, SendTo) and _is_over(compiled, action, origin, target):
        return origin, ""
    is_at_an_end = target is None or target.id == origin.id
    return target, "" if is_at_an_end else task.resume


def _is_over(
    compiled: CompiledFlow, action: ActionNode, origin: ActionNode, target: ActionNode | None
) -> bool:
    """Does the next step lie outside the branch that the detour is in?"""
    branch = branch_apart(compiled, action, origin)
    return target is None or not contains(branch, target, compiled)
