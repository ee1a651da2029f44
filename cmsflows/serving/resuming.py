"""Finds the tasks that a visitor has going: to go on with one, and to have no more than may be."""

from functools import partial

from django.http import HttpRequest

from cmsflows import conf
from cmsflows.engine import files
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.serving.binding import belongs_to, user_key
from cmsflows.serving.mount import Mount
from cmsflows.serving.recent import recent_ids
from cmsflows.serving.saving import load_running, load_task
from cmsflows.serving.situation import StepUrls

LOOKED_AT = 10
"""How many runs are looked at, to find one to go on with."""


def where_left_off(request: HttpRequest, mount: Mount) -> str:
    """The URL of the step at which a visitor left this flow, in their last run that is not over.

    Runs of this session count, and those of who is logged in as far as they may be opened here.
    Empty where there is none.
    """
    loaded = (load_task(mount, task_id) for task_id in _candidates(request, mount))
    found = next(
        (task for task, _stored in filter(None, loaded) if _is_open(request, mount, task)), None
    )
    if found is None:
        return ""
    compiled = mount.pinned(found.version)
    node = compiled.definition.node(found.position.node) if compiled else None
    return StepUrls(request, mount, compiled, found)(node) if compiled and node else ""


def make_room(request: HttpRequest, mount: Mount) -> None:
    """Called when a session has begun one task more, before it is remembered: of the others, those
    untouched for longest may have to end.

    What is being settled outside is not touched.
    """
    limit = int(conf.get("FLOWS_MAX_TASKS"))
    ids = recent_ids(request)
    if len(ids) < limit:
        return
    going_on = [found for found in map(partial(load_running, mount.store), ids) if found]
    idle = sorted((stored.expires_at, task.id) for task, stored in going_on if not task.claim)
    for _expires_at, task_id in idle[: max(0, len(going_on) - limit + 1)]:
        mount.store.delete_state(task_id)
        files.delete_all_of(task_id)


def _candidates(request: HttpRequest, mount: Mount) -> list[str]:
    """Ids of tasks that may be this visitor's, the likeliest first."""
    ids = recent_ids(request, mount.id)
    user = user_key(request)
    found = mount.store.find(owner=user) if user and mount.store.supports_find else []
    return list(dict.fromkeys([*ids, *found]))[:LOOKED_AT]


def _is_open(request: HttpRequest, mount: Mount, task: Task) -> bool:
    is_going_on = task.status is TaskStatus.RUNNING and not mount.is_stopped(task)
    return is_going_on and belongs_to(task, request)
