"""What the mails of a test say."""

import re

from django.core import mail


def last_code() -> str:
    """The six digits in the mail that was sent last. Raises `LookupError` where there are none."""
    found = (
        re.search(r"^(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE) if mail.outbox else None
    )
    if found is None:
        raise LookupError("No mail with a code was sent.")
    return found[1]


def another(code: str) -> str:
    """A code that this one is not."""
    return f"{(int(code) + 1) % 1_000_000:06}"
