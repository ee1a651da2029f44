"""A saved file: an upload that saved answers own, in private storage, and that goes with them."""

import logging
import secrets
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from django.core.files import File
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmsflows.engine.file_storage import file_storage
from flow_blocks.models.saved_answers import SavedAnswers

logger = logging.getLogger("flow_blocks")

DIRECTORY = "saved-answers"
"""In the private storage, beside the uploads of runs; no run has such an id."""


class SavedFile(models.Model):
    """A copy: the run's own upload is deleted when the run is over."""

    answers = models.ForeignKey(SavedAnswers, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=100, unique=True)
    """Its name in the storage."""
    name = models.CharField(_("name"), max_length=255)
    """What the visitor's browser called it, fit to be shown."""
    size = models.PositiveBigIntegerField(_("size"))
    """Bytes."""

    class Meta:
        verbose_name = _("upload in saved answers")
        verbose_name_plural = _("uploads in saved answers")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(_("upload %(number)s") % {"number": self.pk})

    def open(self) -> File:
        """To be read in bytes. Raises `FileNotFoundError` when it is gone."""
        return File(file_storage().open(self.key, "rb"), name=self.name)

    @classmethod
    def delete_expired(cls, *, batch: int) -> int:
        """Delete files that no row owns, since a process died while it saved answers; so many at
        most. What is younger than a day may get its row yet."""
        storage = file_storage()
        old = [key for key in _keys(storage) if _is_old(storage, key)]
        owned = set(cls.objects.filter(key__in=old).values_list("key", flat=True))
        ownerless = [key for key in old if key not in owned][:batch]
        for key in ownerless:
            remove(storage, key)
        return len(ownerless)


def new_key() -> str:
    """A name in the storage that nobody can guess."""
    return f"{DIRECTORY}/{secrets.token_hex(16)}"


def remove(storage: Storage, key: str) -> None:
    try:
        storage.delete(key)
    except Exception:  # A storage raises what it likes; the row is gone, and the log says the rest.
        logger.warning("The upload %s could not be deleted.", key, exc_info=True)


def _keys(storage: Storage) -> list[str]:
    """None where there is no such place, or the storage cannot say what is in it."""
    try:
        names = storage.listdir(DIRECTORY)[1]
    except (FileNotFoundError, NotImplementedError):
        return []
    return [f"{DIRECTORY}/{name}" for name in names]


def _is_old(storage: Storage, key: str) -> bool:
    try:
        return storage.get_modified_time(key) < timezone.now() - timedelta(days=1)
    except OSError:
        return False  # Gone meanwhile, or not to be read.


@receiver(post_delete, sender=SavedFile)
def remove_with_its_row(instance: SavedFile, using: str, **kwargs: Any) -> None:
    """Once that is certain: a deletion that is rolled back leaves the file. `Any`: Django's own."""
    transaction.on_commit(partial(remove, file_storage(), instance.key), using=using)
