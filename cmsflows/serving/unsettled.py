"""The pages for while a commit step is under way, in doubt, or being settled by others."""

import time

from django.http import HttpRequest
from django.template.response import TemplateResponse

from cmsflows.definition.nodes import ActionNode, Node
from cmsflows.engine.action import Action
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.ledger import idempotency_key, visit_token
from cmsflows.engine.outcome import Progress
from cmsflows.engine.task import Claim, Task
from cmsflows.engine.walk import leaf
from cmsflows.serving.context import control_fields, flow_info
from cmsflows.serving.leading import WAITED_FIELD
from cmsflows.serving.mount import Mount
from cmsflows.serving.notes import note_of
from cmsflows.serving.posted import SETTLE_FIELD
from cmsflows.serving.settling import can_give_up, can_settle, can_undo
from cmsflows.serving.situation import StepUrls, situation_of

RUNNING, DOUBT, OUTSIDE = "running", "doubt", "outside"

LOOK_AGAIN_AFTER = 3
"""Seconds after which a browser looks whether a step that is under way is done."""


def unsettled_page(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task
) -> TemplateResponse:
    """Says how things stand, and offers to find out; for a task with a claim, else `ValueError`."""
    if task.claim is None:
        raise ValueError("Nothing of this task is unsettled.")
    reason = _reason(task.claim)
    action = _action_outside(request, mount, compiled, task)
    progress = action.progress() if action else None
    urls = StepUrls(request, mount, compiled, task)
    node = compiled.definition.node(task.claim.node) or compiled.definition.root
    token = visit_token(task_id=task.id, seq=task.position.seq, node=task.position.node)
    context = {
        "flow": flow_info(mount, lambda: urls(compiled.definition.root)),
        "node": node,
        "reason": reason,
        "reference": idempotency_key(task, task.claim.node),
        "form_action": urls(node),
        "look_url": urls(node, {WAITED_FIELD: "1"}),
        "hidden_fields": control_fields(task, token),
        "can_settle": reason != RUNNING and can_settle(compiled, task),
        "outside_url": action.outside_url() if action else "",
        "can_give_up": action is not None and can_give_up(compiled, task),
        "can_cancel": reason != RUNNING and can_undo(compiled, task),
        "notice": note_of(request),
        "was_asked": SETTLE_FIELD in request.POST,
        "look_again_after": LOOK_AGAIN_AFTER,
        "progress": progress,
    }
    return TemplateResponse(request, _template(compiled, node, progress), context)


def _template(compiled: CompiledFlow, node: Node, progress: Progress | None) -> str:
    """The step's own, if it is still known; else the one for who waits here, or any other."""
    usual = "cmsflows/working.html" if progress else Action.unsettled_template_name
    if not isinstance(node, ActionNode) or not compiled.is_available(node):
        return usual
    own = compiled.action_class(node).unsettled_template_name
    return usual if own == Action.unsettled_template_name else own


def _action_outside(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task
) -> Action | None:
    """The step that was left to others; None where it was not, or is not known any more."""
    node = compiled.definition.node(task.claim.node) if task.claim else None
    is_outside = task.claim is not None and task.claim.is_outside
    situation = situation_of(request, mount, compiled, task) if is_outside else None
    if situation is None or not isinstance(node, ActionNode) or not compiled.is_available(node):
        return None
    return leaf(situation.walk.components(node))


def _reason(claim: Claim) -> str:
    if claim.is_outside:
        return OUTSIDE
    return RUNNING if claim.is_running(time.time()) else DOUBT
