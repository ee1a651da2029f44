"""The jobs at rest: each is held by one worker at a time, and is done or failed once.

Every change is one conditional UPDATE, so whoever is second finds nothing to change.
"""

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import IntegrityError, router, transaction
from django.db.models import F, Q, QuerySet

from cmsflows import conf
from cmsflows.background.standing import DONE, FAILED, OPEN, QUEUED, RUNNING

if TYPE_CHECKING:
    from cmsflows.background.rows import StoredJob

MODEL = ("cmsflows", "StoredJob")

NEVER = 0.0
"""When nobody was told yet."""

A_MOMENT = 0.001
"""Seconds; some drivers round."""

TELL_AGAIN_AFTER = 60
"""Seconds after which a run is told once more what came of its job, if it could not be told."""

SEND_AGAIN_AFTER = 120
"""Seconds that a job waits before workers are told of it once more: the word may be lost, or only
stand in a long queue. Whichever comes second finds nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A job to be done, as it is written down."""

    key: str
    action: str
    task_id: str
    flow: str
    arguments: str
    """As they may rest."""
    time_limit: float
    """Seconds."""
    max_tries: int
    host: str
    is_secure: bool
    language: str


def place(order: Order) -> None:
    """Write a job down. One of this key that a lost worker held begins anew, as it is ordered now;
    any other stays as it is."""
    now = time.time()
    asked = {
        "arguments": order.arguments,
        "max_tries": order.max_tries,
        "deadline": now + order.time_limit,
    }
    try:
        with transaction.atomic(using=alias()):
            jobs().create(
                key=order.key,
                action=order.action,
                task_id=order.task_id,
                flow=order.flow,
                created_at=now,
                touched_at=now,
                host=order.host,
                is_secure=order.is_secure,
                language=order.language,
                **asked,
            )
    except IntegrityError:
        lost = jobs().filter(key=order.key, status=RUNNING, lease_until__lte=now)
        lost.update(status=QUEUED, holder="", tries=0, **asked)


def find(key: str) -> "StoredJob | None":
    """The job of this key, as it stands."""
    return jobs().filter(key=key).first()


def look(key: str) -> "StoredJob | None":
    """The same; where its time is up it has failed, from now on."""
    give_up(jobs().filter(key=key))
    return find(key)


def take(key: str) -> "StoredJob | None":
    """Hold a job that waits or whose worker is lost; None where there is nothing to do."""
    now, holder = time.time(), secrets.token_hex(16)
    is_free = Q(status=QUEUED) | Q(status=RUNNING, lease_until__lte=now)
    free = jobs().filter(is_free, key=key, deadline__gt=now, tries__lt=F("max_tries"))
    taken = free.update(
        status=RUNNING,
        holder=holder,
        lease_until=now + lease(),
        tries=F("tries") + 1,
    )
    return jobs().filter(key=key, holder=holder).first() if taken else None


def live_on(job: "StoredJob") -> bool:
    """Say that whoever holds it is still there. False where it is not theirs any more."""
    return _held(job).update(lease_until=time.time() + lease()) == 1


def report(job: "StoredJob", *, done: int, total: int) -> bool:
    """Say how far it is. False where it is not theirs any more who say so."""
    return _held(job).update(done=done, total=total, lease_until=time.time() + lease()) == 1


def finish(job: "StoredJob", result: str) -> bool:
    """It is done. False, and nothing is written, where it is not theirs any more who say so."""
    return _held(job).update(status=DONE, result=result, touched_at=NEVER) == 1


def fail(job: "StoredJob", words: str) -> bool:
    """It has failed; otherwise as `finish`."""
    return _held(job).update(status=FAILED, failure=words, touched_at=NEVER) == 1


def put_back(job: "StoredJob") -> None:
    """Let another worker try it."""
    _held(job).update(status=QUEUED, holder="", touched_at=time.time())


def give_up(some: "QuerySet[StoredJob]") -> int:
    """Of some jobs, fail those whose time is up, and those that lost their last worker."""
    now = time.time()
    is_hopeless = Q(status=RUNNING, lease_until__lte=now, tries__gte=F("max_tries"))
    late = some.filter(Q(deadline__lte=now) | is_hopeless, status__in=OPEN)
    return late.update(status=FAILED, touched_at=NEVER)


def touch(job: "StoredJob") -> bool:
    """Take it upon oneself to tell somebody of a job. False where another has meanwhile."""
    untold = jobs().filter(key=job.key, is_told=False, touched_at__lte=job.touched_at + A_MOMENT)
    return untold.update(touched_at=time.time()) == 1


def untouched(key: str) -> None:
    """Nobody could be told of a job: it is to be tried again soon."""
    jobs().filter(key=key).update(touched_at=NEVER)


def told(key: str) -> None:
    """Its run knows what came of it: what was personal about it is gone."""
    over = jobs().filter(key=key).exclude(status__in=OPEN)
    over.update(is_told=True, arguments="", result="", touched_at=time.time())


def to_tend(*, most: int) -> list["StoredJob"]:
    """Jobs that somebody has to be told of; the longest forgotten first."""
    now = time.time()
    is_untold = Q(status__in=(DONE, FAILED), touched_at__lte=now - TELL_AGAIN_AFTER)
    is_forgotten = Q(status=QUEUED, touched_at__lte=now - SEND_AGAIN_AFTER)
    is_lost = Q(status=RUNNING, lease_until__lte=now, touched_at__lte=now - lease())
    found = jobs().filter(is_untold | is_forgotten | is_lost, is_told=False)
    return list(found.order_by("touched_at")[:most])


def forget_old() -> int:
    """Delete what nobody asks for any more; answer how many there were."""
    now = time.time()
    is_past = Q(is_told=True, touched_at__lte=now - float(conf.get("FLOWS_TOMBSTONE_AGE")))
    is_ancient = Q(created_at__lte=now - float(conf.get("FLOWS_UNSETTLED_AGE")))
    return jobs().filter(is_past | is_ancient).delete()[0]


def jobs() -> "QuerySet[StoredJob]":
    """All of them, where they are written: a replica may not have heard of the newest."""
    found: QuerySet[StoredJob] = _model()._base_manager.using(alias())
    return found


def alias() -> str:
    """The database they rest in."""
    return router.db_for_write(_model())


def lease() -> float:
    """Seconds after which a worker that was not heard of is lost."""
    return max(1.0, float(conf.get("FLOWS_BACKGROUND_LEASE")))


def _model() -> Any:
    """By its name, since models cannot be imported before Django has started. `Any`: so mypy does
    not know which it is."""
    return apps.get_model(*MODEL)


def _held(job: "StoredJob") -> "QuerySet[StoredJob]":
    return jobs().filter(key=job.key, holder=job.holder, status=RUNNING)
