"""The ledger's tokens: a form names the visit it belongs to, and only this task's forms can.

`_pos` is "<seq>.<nonce>". The nonce is an HMAC of task, visit number and node, so that a page can
show the token of a visit that was never written anywhere. The form of a step that was gone back to
carries another nonce than the form that was shown at first: of two tabs left open on a step, the
second must not overwrite what the first has answered, but whoever goes back means to.
"""

import re
from collections.abc import Mapping

from django.utils.crypto import constant_time_compare, salted_hmac

from cmsflows.definition.canonical import canonical_json_of
from cmsflows.engine.task import Task

TOKEN = re.compile(r"(0|[1-9][0-9]{0,8})\.[0-9a-f]{32}")

FIRST = "first"
AGAIN = "again"


def visit_token(*, task_id: str, seq: int, node: str, kind: str = FIRST) -> str:
    """The `_pos` of a visit that is open, or of one gone back to (`AGAIN`)."""
    nonce = salted_hmac("cmsflows.visit", f"{task_id}:{seq}:{kind}:{node}", algorithm="sha256")
    return f"{seq}.{nonce.hexdigest()[:32]}"


def is_token(text: str) -> bool:
    """Does this look like a token at all?"""
    return TOKEN.fullmatch(text) is not None


def is_token_of(token: str, *, task_id: str, seq: int, node: str, kind: str = FIRST) -> bool:
    """Does this token name that visit of that task?"""
    if not is_token(token):
        return False
    return constant_time_compare(token, visit_token(task_id=task_id, seq=seq, node=node, kind=kind))


def seq_of(token: str) -> int:
    """The visit number in a token. Raises `ValueError` for what is none."""
    return int(token.partition(".")[0])


def posted_digest(*, task_id: str, node: str, posted: Mapping[str, list[str]]) -> str:
    """A keyed hash of what was posted, 64 hex characters: card codes and birthdays are guessable.

    `node` is the step it was posted to, of those that share a visit.
    """
    text = f"{task_id}:{node}:{canonical_json_of(posted)}"
    return salted_hmac("cmsflows.answers", text, algorithm="sha256").hexdigest()


def idempotency_key(task: Task, node: str) -> str:
    """The name of one intent of one task, 32 hex characters, for whoever must not do it twice.

    It stays the same until a try is known to be over: leaving the step and coming back changes
    nothing.
    """
    intent = f"{task.id}:{node}:{task.attempts.get(node, 0)}"
    return salted_hmac("cmsflows.intent", intent, algorithm="sha256").hexdigest()[:32]
