"""What an editor wrote in a rich text field, as the two parts of a mail: HTML and plain text."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.utils.html import escape
from wagtail.rich_text import expand_db_html

from flow_blocks.mail.placeholders import fill

FEATURES = ["bold", "italic", "h2", "h3", "ol", "ul", "hr", "link"]
"""Of Wagtail's rich text, what every mail program shows."""

TAGS = frozenset({"a", "b", "br", "em", "h2", "h3", "hr", "i", "li", "ol", "p", "strong", "ul"})
LISTS = frozenset({"ol", "ul"})
EMPTY = frozenset({"br", "hr"})
PARAGRAPHS = frozenset({"h2", "h3", "hr", "ol", "p", "ul"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

BLANK_LINES = re.compile(r"\n{3,}")


class Reader(HTMLParser):
    """Keeps the tags it knows, without attributes but for where links lead."""

    def __init__(self, value_of: Callable[[str], str], *, base_url: str = "") -> None:
        """`value_of` answers what placeholders stand for. Links begin at `base_url`."""
        super().__init__(convert_charrefs=True)
        self._value_of = value_of
        self._base_url = base_url
        self._html: list[str] = []
        self._text: list[str] = []
        self._links: list[str] = []
        self._numbers: list[int] = []
        """For each list around, the number of its last item; -1 for one without numbers."""
        self.addresses: list[str] = []
        """Where its links lead, as they were written."""
        self.words: list[str] = []
        """All that is no tag, piece by piece, as it was written."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            return
        if tag == "a":
            return self._begin_link(dict(attrs).get("href") or "")
        self._html.append(f"<{tag}>")
        if tag == "li":
            self._begin_item()
        elif tag in LISTS:
            self._text.append("\n" if self._numbers else "")
            self._numbers.append(0 if tag == "ol" else -1)
        elif tag in EMPTY:
            self._text.append("\n" if tag == "br" else "\n----\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag not in TAGS or tag in EMPTY:
            return
        if tag == "a":
            return self._end_link()
        self._html.append(f"</{tag}>")
        if tag in LISTS and self._numbers:
            self._numbers.pop()
        if tag == "li":
            ends_already = "".join(self._text[-1:]).endswith("\n")
            self._text.append("" if ends_already else "\n")
        elif tag in PARAGRAPHS and not self._numbers:
            self._text.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        filled = fill(data, self._value_of)
        self._html.append(escape(filled).replace("\n", "<br>\n"))
        self._text.append(filled)

    @property
    def html(self) -> str:
        return "".join(self._html)

    @property
    def text(self) -> str:
        lines = "\n".join(line.rstrip() for line in "".join(self._text).split("\n"))
        return BLANK_LINES.sub("\n\n", lines).strip() + "\n"

    def _begin_item(self) -> None:
        depth = "  " * (len(self._numbers) - 1)
        if self._numbers and self._numbers[-1] >= 0:
            self._numbers[-1] += 1
            self._text.append(f"{depth}{self._numbers[-1]}. ")
        else:
            self._text.append(f"{depth}- ")

    def _begin_link(self, address: str) -> None:
        self.addresses.append(address)
        url = urljoin(self._base_url, address)
        safe = url if urlsplit(url).scheme in SCHEMES else ""
        self._links.append(safe)
        if safe:
            self._html.append(f'<a href="{escape(safe)}">')

    def _end_link(self) -> None:
        url = self._links.pop() if self._links else ""
        if url:
            self._html.append("</a>")
            self._text.append(f" ({url.removeprefix('mailto:').removeprefix('tel:')})")


def read(source: str, value_of: Callable[[str], str], *, base_url: str = "") -> Reader:
    """Reads rich text as Wagtail stores it."""
    reader = Reader(value_of, base_url=base_url)
    reader.feed(expand_db_html(source))
    reader.close()
    return reader
