"""Moves or stops everyone who is half way in a flow page; who may is asked by whoever calls."""

from typing import Any

from django.utils import timezone

from cmsflows.cms.mount import PageMount
from cmsflows.cms.people import move
from cmsflows.cms.versions import load_compiled
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.task import Task
from cmsflows.serving.bulk import Done, change_all, stop_all


def move_everyone(page: Any) -> Done:
    """Let runs go on with the live version, where that is safe: as many as can be now, the others
    when their visitors next ask for something. `Any`: a site's own page class."""
    _stored(page).update(moves_people=True)
    fresh = _fresh(page)
    live = load_compiled(fresh.flow_id, fresh.flow_version)
    if live is None or not fresh.live:
        return Done(0, is_all=True)
    return change_all(mount_of(fresh), lambda task: _moved(task, live))


def stop_everyone(page: Any) -> Done:
    """Stop every run begun until now, and wipe what was gathered: as much as can be now, the rest
    when their visitors next ask. What is being settled outside is stopped once it is.

    `Any`: a site's own page class.
    """
    _stored(page).update(stopped_before=timezone.now())
    return stop_all(mount_of(_fresh(page)))


def mount_of(page: Any) -> PageMount:
    """The mount of a page of which no URL is asked. `Any`: a site's own page class."""
    return PageMount(page, root="", path="")


def _moved(task: Task, live: CompiledFlow) -> Task | None:
    answer = move(task, live) if task.version != live.version else None
    return answer if isinstance(answer, Task) else None


def _stored(page: Any) -> Any:
    """A queryset of this one page; Wagtail has no types."""
    return type(page)._base_manager.filter(pk=page.pk)


def _fresh(page: Any) -> Any:
    """The page as it is now: another editor may have been at it."""
    return _stored(page).get()
