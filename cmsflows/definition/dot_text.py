"""Text for DOT: whatever an editor wrote comes out of Graphviz as that text.

pydot passes on what it is given. In DOT a quote ends the text, a backslash begins an escape (`\\N`
is the node's name), an ampersand begins an entity, and `<b>` makes an HTML label; none of these may
reach Graphviz with a meaning of its own.
"""

import re
import unicodedata

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML does not admit, or nobody can see."""

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"


def quoted(*lines: str) -> str:
    """A DOT string that shows these lines, one below the other, centred."""
    return '"' + "\\n".join(map(_escaped, lines)) + '"'


def quoted_to_the_left(*lines: str) -> str:
    """A DOT string that shows these lines beginning at the left."""
    return '"' + "".join(f"{_escaped(line)}\\l" for line in lines) + '"'


def quoted_apart(*lines: str) -> str:
    """A DOT string that shows these lines, centred, with a little room on either side."""
    return (
        '"'
        + "\\n".join(f"{NO_BREAK_SPACE}{_escaped(line)}{NO_BREAK_SPACE}" for line in lines)
        + '"'
    )


def one_line(text: str) -> str:
    """The text with every run of white space as one space, and without what cannot be printed."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def lines(text: str, *, width: int, at_most: int) -> list[str]:
    """The text in lines of about `width` characters; what exceeds the last is cut, and says so."""
    found: list[str] = []
    rest = one_line(text)
    while rest and len(found) < at_most:
        line, rest = _first_line(rest, width)
        found.append(line)
    if rest:
        found[-1] = _cut(found[-1], width - 1)[0].rstrip(" .,;:") + ELLIPSIS
    return found


def _first_line(text: str, width: int) -> tuple[str, str]:
    if len(text) <= width:
        return text, ""
    space = text.rfind(" ", 0, width + 1)
    if space >= width // 3:
        return text[:space], text[space + 1 :]
    return _cut(text, width)


def _cut(text: str, width: int) -> tuple[str, str]:
    """Two parts of a text; letters stay with their accents, and joined emoji together."""
    place = min(width, len(text))
    while 0 < place < len(text) and _belong_together(text[place - 1], text[place]):
        place += 1
    return text[:place], text[place:].lstrip()


def _belong_together(left: str, right: str) -> bool:
    joins = ZERO_WIDTH_JOINER in (left, right)
    return joins or unicodedata.category(right) in {"Mn", "Me", "Mc", "Sk"}


def _escaped(text: str) -> str:
    printable = one_line(text)
    return printable.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
