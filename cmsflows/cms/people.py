"""Moves a run of a flow page to another version, as far as the analysis says it is safe."""

import logging
from functools import lru_cache

from cmsflows.cms.sure import known_in
from cmsflows.cms.versions import load_compiled
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.moving import Known, Reason, Stays, moved
from cmsflows.engine.task import Task

logger = logging.getLogger("cmsflows")


def move(task: Task, new: CompiledFlow) -> Task | Stays:
    """The task at another version of its flow, or why it stays. Nothing is written."""
    old = load_compiled(task.flow, task.version)
    if old is None:
        return Stays(Reason.GONE)
    try:
        return moved(task, old, new, _known_in(new))
    except Exception:  # the flow's transitions may be anybody's code
        logger.exception("Nobody can tell whether task %s may be moved.", task.id)
        return Stays(Reason.UNAVAILABLE)


@lru_cache(maxsize=64)
def _known_in(compiled: CompiledFlow) -> Known:
    """Kept, since whoever stays is asked about at every step."""
    return known_in(compiled)
