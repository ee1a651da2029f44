"""Sends jobs to the workers of Celery, where a site has them."""

import logging
from importlib import import_module
from importlib.util import find_spec

from cmsflows import conf
from cmsflows.background import jobs
from cmsflows.exceptions import DefinitionError

logger = logging.getLogger("cmsflows")

DOOR = "cmsflows.tasks"
"""What imports Celery; only who has it may import this."""

AUTO = "auto"


def has_workers() -> bool:
    """Is work handed to workers? Else it is done in the request. Raises `DefinitionError`."""
    said = conf.get("FLOWS_BACKGROUND")
    if said == AUTO:
        return is_installed() and bool(import_module(DOOR).has_broker())
    if not isinstance(said, bool):
        raise DefinitionError(f"FLOWS_BACKGROUND is {said!r}. Make it 'auto', True or False.")
    if said and not is_installed():
        raise DefinitionError(
            "FLOWS_BACKGROUND is True, and Celery is not installed. Install cmsflows[celery]."
        )
    return said


def is_installed() -> bool:
    return find_spec("celery") is not None


def send(key: str) -> None:
    """Tell the workers of a job. Where their broker cannot be reached, that is done later."""
    try:
        import_module(DOOR).send(key)
    except Exception:  # Which one is for the broker to say.
        logger.exception("Job %s waits until the workers can be told of it.", key)
        jobs.untouched(key)
