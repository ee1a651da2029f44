"""Words that visitors chose, as a statement of account may hold them."""


def printable(text: str) -> str:
    """In one line, and without what is no letter; databases and headers have no place for it."""
    signs = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(signs.split())
