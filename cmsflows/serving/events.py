"""Says what happens to tasks: as signals to whoever listens, and as records in the log.

Neither ever carries an answer. A receiver that fails is logged, and nobody else is troubled.
"""

import logging
from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest

from cmsflows import signals
from cmsflows.engine.task import Task

logger = logging.getLogger("cmsflows.events")

LEVELS = {signals.step_in_doubt: logging.ERROR, signals.form_refused: logging.WARNING}
"""All others are told at INFO."""


def tell_of(signal: Signal, request: HttpRequest | None, task: Task, **known: Any) -> None:
    """Tell what happened to a task. `Any`: see `tell`."""
    tell(signal, request=request, task_id=task.id, flow=task.flow, **known)


def tell(
    signal: Signal, *, request: HttpRequest | None, task_id: str, flow: str, **known: Any
) -> None:
    """Send a signal and log it. `Any`: what a signal carries beside; see `signals`."""
    name = signals.name_of(signal)
    logger.log(
        LEVELS.get(signal, logging.INFO),
        "%s: task %s of %s",
        name,
        task_id,
        flow,
        extra={"event": name, "task_id": task_id, "flow": flow, **known},
    )
    answers = signal.send_robust(sender=Task, request=request, task_id=task_id, flow=flow, **known)
    for receiver, answer in answers:
        if isinstance(answer, Exception):
            logger.error("A receiver of %s failed: %r", name, receiver, exc_info=answer)
