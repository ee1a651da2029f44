"""When two ways to write an email address mean the same."""

import string
import unicodedata

SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def looks_like(email: str) -> str:
    """What an address could be taken for: by somebody who reads it, or by a database.

    Unicode Technical Report 36, section 2.11.2(B)(2), as Django compares addresses, too. Good for
    limits, and to look for an account which is then written to at the address of its own.
    """
    return unicodedata.normalize("NFKC", email).casefold()


def mailbox(email: str) -> str:
    """The mailbox of an address: only the case of Latin letters does not matter.

    Good for proofs: whoever reads the mail to one of two addresses that look alike need not be able
    to read that to the other.
    """
    return email.translate(SMALL)


def is_same(one: object, other: object) -> bool:
    """Are both texts addresses of one mailbox? Nothing is the same as an empty text."""
    if not isinstance(one, str) or not isinstance(other, str) or not one:
        return False
    return mailbox(one) == mailbox(other)
