"""The pages for while a commit step is under way, in doubt, or being settled outside."""

import time

from django.http import HttpRequest
from django.template.response import TemplateResponse

from cmsflows.definition.nodes import ActionNode, Node
from cmsflows.engine.action import Action
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.ledger import idempotency_key, visit_token
from cmsflows.engine.task import Claim, Task
from cmsflows.engine.walk import leaf
from cmsflows.serving.context import control_fields, flow_info
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
    urls = StepUrls(request, mount, compiled, task)
    node = compiled.definition.node(task.claim.node) or compiled.definition.root
    token = visit_token(task_id=task.id, seq=task.position.seq, node=task.position.node)
    url, may_give_up = _ways(request, mount, compiled, task)
    context = {
        "flow": flow_info(mount, lambda: urls(compiled.definition.root)),
        "node": node,
        "reason": reason,
        "reference": idempotency_key(task, task.claim.node),
        "form_action": urls(node),
        "hidden_fields": control_fields(task, token),
        "can_settle": reason != RUNNING and can_settle(compiled, task),
        "outside_url": url,
        "can_give_up": may_give_up,
        "can_cancel": reason != RUNNING and can_undo(compiled, task),
        "notice": note_of(request),
        "was_asked": SETTLE_FIELD in request.POST,
        "look_again_after": LOOK_AGAIN_AFTER,
    }
    return TemplateResponse(request, _template(compiled, node), context)


def _template(compiled: CompiledFlow, node: Node) -> str:
    """The step's own, if it is still known."""
    if isinstance(node, ActionNode) and compiled.is_available(node):
        return compiled.action_class(node).unsettled_template_name
    return Action.unsettled_template_name


def _ways(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task
) -> tuple[str, bool]:
    """Where the visitor goes on at the other site, if anywhere, and whether they may give it up."""
    node = compiled.definition.node(task.claim.node) if task.claim else None
    is_outside = task.claim is not None and task.claim.is_outside
    situation = situation_of(request, mount, compiled, task) if is_outside else None
    if situation is None or not isinstance(node, ActionNode) or not compiled.is_available(node):
        return "", False
    action = leaf(situation.walk.components(node))
    return action.outside_url(), can_give_up(compiled, task)


def _reason(claim: Claim) -> str:
    if claim.is_outside:
        return OUTSIDE
    return RUNNING if claim.is_running(time.time()) else DOUBT
