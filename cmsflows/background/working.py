"""Does a job: holds it, works, and records what came of it, unless it was lost meanwhile."""

import logging
from typing import TYPE_CHECKING, Any

from django.urls import get_resolver
from django.utils import translation

from cmsflows.background import jobs
from cmsflows.background.heartbeat import beating
from cmsflows.background.job import Job
from cmsflows.background.standing import FAILED
from cmsflows.background.texts import result_text, values_in
from cmsflows.engine.components import known_component
from cmsflows.engine.registry import registry
from cmsflows.exceptions import JobLostError, UnknownKeyError, WorkFailedError

if TYPE_CHECKING:
    from cmsflows.background.rows import StoredJob

logger = logging.getLogger("cmsflows")


def do(key: str) -> bool:
    """Do the job of this key, if it waits to be done. True where it is over then."""
    row = jobs.take(key)
    if row is None:
        return False
    try:
        action = action_called(row.action)
    except UnknownKeyError:
        # A worker of before the deploy, say. It has cost one try.
        logger.exception("Job %s cannot be done by this worker.", key)
        jobs.put_back(row)
        return False
    with translation.override(row.language or None):
        if _is_recorded(row, action):
            return True
        _clear_up(row, action)
    return False


def action_called(name: str) -> Any:
    """The action of this key or dotted path. Raises `UnknownKeyError`. `Any`: it does work."""
    entry = registry.actions.find(name)
    found: Any = entry.target if entry else known_component(name) or _in_code(name)
    if not hasattr(found, "work"):
        raise UnknownKeyError(kind="background action", key=name, known=())
    return found


def _in_code(name: str) -> Any:
    """An action of a flow in code: its module is imported where the site's URLs are read, which a
    worker need not have done. `Any`: see above."""
    len(get_resolver().url_patterns)  # Reads them.
    return known_component(name)


def _is_recorded(row: "StoredJob", action: Any) -> bool:
    """Work, and write down what came of it; False where that is nobody's concern any more.

    `Any`: see above.
    """
    try:
        result = _result(row, action)
    except JobLostError:
        return False
    except WorkFailedError as failed:
        logger.info("Job %s has failed: %s", row.key, failed)
        return jobs.fail(row, str(failed))
    except Exception:
        logger.exception("Job %s has failed.", row.key)
        return jobs.fail(row, "")
    return jobs.finish(row, result)


def _result(row: "StoredJob", action: Any) -> str:
    """What the work answers, as it may rest. Raises what it raises. `Any`: see above."""
    arguments = values_in(row.arguments, key=row.key, task_id=row.task_id)
    with beating(row):
        result = action.work(Job(row), **arguments)
    return result_text(row.key, result or {}, task_id=row.task_id)


def _clear_up(row: "StoredJob", action: Any) -> None:
    """What came too late is taken back, unless another worker does the very same. `Any`: above."""
    now = jobs.find(row.key)
    if now is None or now.status != FAILED:
        return
    logger.warning("Job %s was done too late; it is taken back.", row.key)
    action.take_back(row.key, **values_in(row.arguments, key=row.key, task_id=row.task_id))
