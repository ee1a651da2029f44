"""A menu page: the ways to go on, at the URL of their group, where editors wanted it so."""

from django.template.response import TemplateResponse

from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode
from cmsflows.engine import navigation
from cmsflows.engine.navigation import arrival
from cmsflows.serving.context import flow_info, hidden_fields, partial_url
from cmsflows.serving.situation import Situation


def menu_at(situation: Situation, node: Node | None) -> ScaffoldNode | None:
    """The group whose menu this URL names, if its ways are open to this visitor.

    The flow's own URL names the menu that a flow begins with.
    """
    definition, given = situation.compiled.definition, situation.walk.given
    if node is definition.root and situation.task is None and situation.action:
        return navigation.menu(given, situation.action)
    if not isinstance(node, ScaffoldNode) or not situation.compiled.transition(node).has_menu(node):
        return None
    is_open = any(each.id in _ids(situation) for each in _entries(situation, node))
    return node if is_open else None


def menu_page(situation: Situation, group: ScaffoldNode, *, back_url: str) -> TemplateResponse:
    """The page; each way leads to its step, whose form is in the same open visit."""
    root = situation.compiled.definition.root
    context = {
        "flow": flow_info(situation.mount, partial_url(situation, root)),
        "node": group,
        "ways": [
            {"node": child, "url": situation.url(_page_of(situation, child, step))}
            for child, step in _ways(situation, group)
        ],
        "back_url": back_url,
        "form_action": situation.url(group),
        "hidden_fields": hidden_fields(situation, nonce=""),
        "can_cancel": situation.task is not None,
        **situation.mount.context(situation.request, group),
    }
    return TemplateResponse(situation.request, "cmsflows/menu.html", context)


def _ways(situation: Situation, group: ScaffoldNode) -> list[tuple[Node, ActionNode]]:
    """The children that are there for this visitor, each with the step it begins with."""
    given = situation.walk.given
    found = [(child, arrival(given, child)) for child in group.children]
    return [(child, step) for child, step in found if step]


def _entries(situation: Situation, group: ScaffoldNode) -> list[ActionNode]:
    return [step for _child, step in _ways(situation, group)]


def _page_of(situation: Situation, child: Node, step: ActionNode) -> Node:
    """A group among the ways may have a menu of its own."""
    has_menu = isinstance(child, ScaffoldNode) and situation.compiled.transition(child).has_menu(
        child
    )
    return child if has_menu else step


def _ids(situation: Situation) -> set[str]:
    return {each.id for each in situation.reach}
