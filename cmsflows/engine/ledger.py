"""The ledger's tokens: a form names the visit it belongs to, and only this task's forms can.

`_pos` is "<seq>.<nonce>". The nonce is an HMAC of task, visit number and node, so that a page can
show the token of a visit that was never written anywhere.
"""

import re
from collections.abc import Mapping

from django.utils.crypto import constant_time_compare, salted_hmac

from cmsflows.definition.canonical import canonical_json_of

TOKEN = re.compile(r"(0|[1-9][0-9]{0,8})\.[0-9a-f]{32}")


def visit_token(*, task_id: str, seq: int, node: str) -> str:
    """The `_pos` of a visit."""
    nonce = salted_hmac("cmsflows.visit", f"{task_id}:{seq}:{node}", algorithm="sha256")
    return f"{seq}.{nonce.hexdigest()[:32]}"


def is_token_of(token: str, *, task_id: str, seq: int, node: str) -> bool:
    """Does this token name that visit of that task?"""
    if not TOKEN.fullmatch(token):
        return False
    return constant_time_compare(token, visit_token(task_id=task_id, seq=seq, node=node))


def answers_digest(*, task_id: str, node: str, answers: Mapping[str, list[str]]) -> str:
    """A keyed hash of answers, 64 hex characters: card codes and birthdays are guessable."""
    text = f"{task_id}:{node}:{canonical_json_of(answers)}"
    return salted_hmac("cmsflows.answers", text, algorithm="sha256").hexdigest()
