"""Addresses that a mail may be sent to: one person each, and nothing else in the text."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MOST_RECIPIENTS = 10
LONGEST = 254
"""Characters (RFC 5321, section 4.5.3.1.3, as its errata have it)."""

SUSPICIOUS = re.compile(r'[\s,;:<>"()\\\[\]\x00-\x1f\x7f]')
"""What an address need not have, and a header might be led astray by."""


def address_of(value: Any) -> str:
    """The address, if this is exactly one; else nothing. `Any`: whatever stands in a state."""
    text = str(value).strip() if isinstance(value, str) else ""
    if not text or len(text) > LONGEST or SUSPICIOUS.search(text):
        return ""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text
