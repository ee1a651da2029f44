"""What is paid for, as providers take it: one short line of text."""

import unicodedata


def one_line(text: str, *, length: int) -> str:
    """`length` is in characters. Control characters would have the whole payment refused."""
    words = " ".join(text.split())
    return "".join(each for each in words if unicodedata.category(each) != "Cc")[:length].strip()
