"""What the template of a step sees, beside the form."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise, SimpleLazyObject

from cmsflows import conf
from cmsflows.definition.nodes import ActionNode, Node, ScaffoldNode, walk
from cmsflows.engine.action import Action
from cmsflows.engine.navigation import menu, more_rounds
from cmsflows.engine.task import Task
from cmsflows.serving import start
from cmsflows.serving.going_back import back_url
from cmsflows.serving.kept import STAY_FIELD, Kept
from cmsflows.serving.mount import Mount
from cmsflows.serving.notes import note_of
from cmsflows.serving.posted import POSITION_FIELD
from cmsflows.serving.situation import Situation

Context = dict[str, Any]
"""Template variables. `Any`: they are of all kinds."""


def never() -> float:
    """There is no task yet, so none is kept."""
    return 0.0


def dress(
    situation: Situation,
    *,
    task: Task | None = None,
    until: Callable[[], float] = never,
    nonce: str = "",
    resume_url: str = "",
    notice: str | Promise = "",
    is_preview: bool = False,
) -> None:
    """Say what the pages of this request show beside their form.

    `task` is the visitor's as it stands now, whatever they have gone back to. `until` is asked only
    when a page is shown, and says how long the task is kept then, in seconds since the epoch; 0 is
    for none. `nonce` is that of a first form.
    """
    more: Context = {"resume_url": resume_url, "is_preview": is_preview}
    if notice:
        more["notice"] = str(notice)
    situation.walk.page_context = partial(
        step_context, situation, task=task, until=until, nonce=nonce, more=more
    )


def step_context(
    situation: Situation,
    component: Action,
    *,
    task: Task | None,
    until: Callable[[], float],
    nonce: str,
    more: Context,
) -> Context:
    """The variables of a step's page; `templates/cmsflows/step.html` lists them."""
    node = component.node
    root = situation.compiled.definition.root
    group = _menu(situation, component.node)
    return {
        "flow": flow_info(situation.mount, partial_url(situation, root)),
        "node": node,
        "form_action": situation.url(node),
        "hidden_fields": hidden_fields(situation, nonce),
        "alternatives": [] if group else _alternatives(situation, node),
        "menu_url": situation.url(group) if group else "",
        "another": _more_rounds(situation, component),
        "exits": _exits(component),
        "back_url": _when_asked(back_url, situation, task) if task else "",
        "can_cancel": task is not None,
        **_time_limit(situation, until()),
        "progress": _progress(situation, node),
        "notice": str(situation.standing.message) or note_of(situation.request),
        **more,
        **situation.mount.context(situation.request, node),
    }


def _time_limit(situation: Situation, until: float) -> Context:
    """How long the answers are kept. The URL to stay is the same on every page of a task."""
    if situation.task is None or not until:
        return {"kept": None, "stay_url": "", "start_url": ""}
    root = situation.compiled.definition.root
    return {
        "kept": Kept.until(until),
        "stay_url": _when_asked(situation.walk.step_url, root, {STAY_FIELD: "1"}),
        "start_url": _when_asked(situation.mount.root_url, situation.task.args),
    }


def _when_asked(work: Callable[..., str], *given: object) -> object:
    """The text that this answers, worked out once, and only where a template wants it."""
    return SimpleLazyObject(partial(work, *given))


@dataclass(frozen=True)
class FlowInfo:
    """What templates may say about the flow as a whole."""

    title: str
    base_template: str
    root_url: Callable[[], str]

    @property
    def url(self) -> str:
        """The flow's own URL, with the task; only worked out where a template wants it."""
        return self.root_url()


def flow_info(mount: Mount, root_url: Callable[[], str]) -> FlowInfo:
    return FlowInfo(mount.title, mount.base_template, root_url)


def partial_url(situation: Situation, node: Node) -> Callable[[], str]:
    """Answers a node's URL, when it is asked."""
    return partial(situation.url, node)


def hidden_fields(situation: Situation, nonce: str) -> list[tuple[str, str]]:
    """What every form of a flow carries: the task and the visit, or the start."""
    task = situation.task
    if task is None or situation.standing.action is None:
        return [(start.FIELD, nonce)] if nonce else []
    return control_fields(task, situation.token)


def control_fields(task: Task, token: str) -> list[tuple[str, str]]:
    """The task and the visit, as hidden fields name them."""
    return [(conf.task_id_param(), task.id), (POSITION_FIELD, token)]


def _alternatives(situation: Situation, node: Node) -> list[dict[str, str]]:
    """The other ways to begin here, named by the branch they begin; those of a group with a menu
    are one way, which leads to the menu."""
    others = [each for each in situation.reach if each.id != node.id]
    branches = [(_branch(situation, node, other), other) for other in others]
    ways = {
        branch.id: {
            "title": branch.title or other.title,
            "url": situation.url(branch if _has_menu(situation, branch) else other),
        }
        for branch, other in branches
    }
    return list(ways.values())


def _branch(situation: Situation, node: Node, other: ActionNode) -> Node:
    """The highest node that does not hold `node` and begins with `other` alone, or has a menu."""
    mine = {each.id for each in situation.compiled.definition.lineage(node)}
    for each in situation.compiled.definition.lineage(other):
        if each.id not in mine and (_has_menu(situation, each) or _holds_one(situation, each)):
            return each
    return other


def _holds_one(situation: Situation, node: Node) -> bool:
    """Does only one of the ways to go on begin here?"""
    inside = {each.id for each in walk(node)}
    return sum(each.id in inside for each in situation.reach) == 1


def _has_menu(situation: Situation, node: Node) -> bool:
    return isinstance(node, ScaffoldNode) and situation.compiled.transition(node).has_menu(node)


def _menu(situation: Situation, node: Node) -> Node | None:
    """The menu page from which a visitor came to this step, or could have."""
    first = situation.reach[0] if situation.reach else None
    found = menu(situation.walk.given, first) if first else None
    is_below = found and any(each is found for each in situation.compiled.definition.lineage(node))
    return found if is_below else None


def _more_rounds(situation: Situation, component: Action) -> list[dict[str, str]]:
    """The buttons by which a visitor completes this step and begins another round of a group."""
    node, given = component.node, situation.walk.given
    found = more_rounds(given, node) if isinstance(node, ActionNode) else ()
    return [{"group": group.id, "label": label} for group, label in found]


def _exits(component: Action) -> list[dict[str, str]]:
    return [
        {"name": name, "label": str(label)}
        for name, label in component.exits.items()
        if name not in component.failure_exits and component.has_exit(name)
    ]


def _progress(situation: Situation, node: Node) -> dict[str, int] | None:
    """Which of the flow's own steps and groups this is; nothing where there is only one."""
    lineage = situation.compiled.definition.lineage(node)
    children = getattr(lineage[0], "children", ())
    if len(children) < 2:
        return None
    ids = [child.id for child in children]
    return {"number": ids.index(lineage[1].id) + 1, "total": len(ids)}
