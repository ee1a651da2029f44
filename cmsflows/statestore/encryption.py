"""Encryption at rest, for a site that has FLOWS_ENCRYPTION_KEYS.

A task's id is encrypted with it, so that a text copied to another task's place is refused there.
What was written in the clear before there were keys is still read.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Protocol

from cmsflows import conf
from cmsflows.exceptions import DefinitionError, UnreadableRecordError

CLEAR = "{"
"""JSON of a record begins with it, and no encrypted text does."""


class Cipher(Protocol):
    """Encrypts by the newest key and decrypts by any; what was tampered with it refuses."""

    def encrypt(self, text: bytes) -> bytes: ...

    def decrypt(self, token: bytes) -> bytes:
        """Raises `ValueError` when no key decrypts it."""
        ...


def encrypt(task_id: str, text: str) -> str:
    """The text as it may rest; unchanged where there are no keys."""
    cipher = cipher_of_site()
    if cipher is None:
        return text
    return cipher.encrypt(f"{task_id}\n{text}".encode()).decode()


def decrypt(task_id: str, text: str) -> str:
    """The text that `encrypt` was given for this task. Raises `UnreadableRecordError`."""
    if text.startswith(CLEAR):
        return text
    cipher = cipher_of_site()
    if cipher is None:
        raise UnreadableRecordError("The stored task is no record that is read without a key.")
    try:
        written_for, _, plain = cipher.decrypt(text.encode()).decode().rpartition("\n")
    except ValueError as error:
        raise UnreadableRecordError("No key decrypts the stored task.") from error
    if written_for != task_id:
        raise UnreadableRecordError("The stored task was written for another one.")
    return plain


def cipher_of_site() -> Cipher | None:
    """None where there are no keys. Raises `DefinitionError` for a key that is none."""
    keys = conf.get("FLOWS_ENCRYPTION_KEYS")
    if not keys:
        return None
    if isinstance(keys, str | bytes) or not isinstance(keys, Sequence):
        raise DefinitionError(
            f"FLOWS_ENCRYPTION_KEYS is a {type(keys).__name__}. Make it a list of keys, newest "
            "first."
        )
    return _cipher(tuple(key if isinstance(key, bytes) else str(key) for key in keys))


@lru_cache
def _cipher(keys: tuple[str | bytes, ...]) -> Cipher:
    try:
        module = import_module("cmsflows.statestore.ciphers")
    except ImportError as error:
        raise DefinitionError(
            f"FLOWS_ENCRYPTION_KEYS is set, and tasks cannot be encrypted: {error}. Install "
            "cmsflows[encryption]."
        ) from error
    cipher: Cipher = module.KeyRing(keys)
    return cipher
