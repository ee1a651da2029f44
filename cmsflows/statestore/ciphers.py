"""Fernet keys in a ring. This needs `cryptography`, and is imported where a site has keys."""

from collections.abc import Iterator, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from cmsflows.exceptions import DefinitionError


class KeyRing:
    """The first key encrypts, all decrypt: a new one is put first, an old one stays for a day.

    Raises `DefinitionError` for a key that is none; the error does not show it.
    """

    def __init__(self, keys: Sequence[str | bytes]) -> None:
        self._fernets = MultiFernet(list(_fernets(keys)))

    def encrypt(self, text: bytes) -> bytes:
        return self._fernets.encrypt(text)

    def decrypt(self, token: bytes) -> bytes:
        """Raises `ValueError` when no key decrypts it."""
        try:
            return self._fernets.decrypt(token)
        except InvalidToken as error:
            raise ValueError("no key decrypts it") from error


def _fernets(keys: Sequence[str | bytes]) -> Iterator[Fernet]:
    for number, key in enumerate(keys, start=1):
        try:
            yield Fernet(key)
        except (ValueError, TypeError, AttributeError):
            raise DefinitionError(
                f"Key {number} of FLOWS_ENCRYPTION_KEYS is no Fernet key: 32 bytes in URL-safe "
                "Base64. `cryptography.fernet.Fernet.generate_key()` makes one."
            ) from None  # What Fernet says of it might show it.
