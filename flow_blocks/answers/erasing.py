"""Erases what is kept of a person, when that person asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from flow_blocks.models import SavedAnswers, SentMail

BATCH = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of rows that are about somebody."""

    answers: tuple[int, ...]
    mails: tuple[int, ...]


def rows_about(*, email: str = "", user: Any = None) -> Found:
    """All that is kept about this address, and of this user. `Any`: a site's own user model.

    An address is found wherever it was answered, as a word of its own.
    """
    address = email.strip().casefold()
    return Found(tuple(_answers(address, user)), tuple(_mails(address)))


def erase(found: Found) -> None:
    """Delete these, with the uploads that belong to them."""
    for keys in _batches(found.answers):
        SavedAnswers.objects.filter(pk__in=keys).delete()
    for keys in _batches(found.mails):
        SentMail.objects.filter(pk__in=keys).delete()


def _answers(address: str, user: Any) -> Iterator[int]:
    """`Any`: see `rows_about`."""
    about = Q()
    if user is not None:
        about |= Q(user=user)
    if address:
        about |= Q(email=address) | Q(text__icontains=address)
    rows = SavedAnswers.objects.filter(about) if about else SavedAnswers.objects.none()
    for row in rows.only("pk", "user", "email", "text").iterator(chunk_size=BATCH):
        is_theirs = user is not None and row.user_id == user.pk
        if is_theirs or row.email == address or holds(row.text, address):
            yield row.pk


def _mails(address: str) -> Iterator[int]:
    """Mails to this address, or that answer to it; one to several goes as a whole."""
    if not address:
        return
    rows = SentMail.objects.filter(Q(to__icontains=address) | Q(reply_to__iexact=address))
    for row in rows.only("pk", "to", "reply_to").iterator(chunk_size=BATCH):
        if holds(f"{row.to} {row.reply_to}", address):
            yield row.pk


def holds(text: str, address: str) -> bool:
    """Is the address in the text, and not as a part of a longer one?"""
    if not address:
        return False
    words = text.casefold().replace(",", " ").replace(";", " ").split()
    return any(word.strip("<>()[]\"'.:") == address for word in words)


def _batches(keys: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
