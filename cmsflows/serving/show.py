"""Shows a step: hooks, then the action's own GET. Nothing is written."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.components import Component
from cmsflows.engine.navigation import destination
from cmsflows.engine.outcome import SendTo
from cmsflows.engine.walk import leaf
from cmsflows.exceptions import UnknownAnswerError, UnreachableTargetError
from cmsflows.serving.situation import Situation


class SeeOther(HttpResponseRedirect):
    """303: the answer to every form that was accepted (RFC 9110, section 15.4.4)."""

    status_code = 303


def show(situation: Situation, action: ActionNode) -> HttpResponse:
    """The page of an action that is in reach."""
    components = situation.walk.components(action)
    prepared = prepare(situation, components)
    if prepared is None:
        answer = leaf(components).run(situation.request)
        prepared = page_only(action, answer)
    return handed_up(components, prepared)


def prepare(situation: Situation, components: list[Component]) -> HttpResponse | None:
    """Run every `prepare` from root to leaf; the first that answers takes the page's place."""
    for component in components:
        answer = component.prepare(situation.request)
        if isinstance(answer, SendTo):
            return SeeOther(situation.url(_in_reach(situation, components[-1], answer)))
        if answer is not None:
            return answer
    return None


def handed_up(components: list[Component], response: HttpResponse) -> HttpResponse:
    """Let every component handle the response, from leaf to root."""
    for component in reversed(components):
        response = component.handle_response(response)
    return response


def page_only(action: ActionNode, answer: object) -> HttpResponse:
    """A GET shows something; it cannot complete a step. Raises `UnknownAnswerError`."""
    if not isinstance(answer, HttpResponseBase):
        raise UnknownAnswerError(action=action.key, answer=answer)
    return cast(HttpResponse, answer)


def _in_reach(situation: Situation, component: Component, answer: SendTo) -> ActionNode:
    found = destination(situation.walk.given, component.node, answer.target)
    if found is None or not any(each.id == found.id for each in situation.reach):
        raise UnreachableTargetError(
            source=component.node.key,
            target=found.key if found else "the end",
            reachable=[each.key for each in situation.reach],
        )
    return found


def is_reading(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")
