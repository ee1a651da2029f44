"""Rich text for a step's words, of which nothing at all is nothing at all."""

import re

from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText

EMPTY = re.compile(r"(\s|<p[^>]*>\s*</p>)*\Z")
"""What the editor sends for a field that nobody has written in: a paragraph, with a random key."""


class ProseBlock(RichTextBlock):
    """Stores an empty paragraph as empty text, so that saving alone changes nothing."""

    def value_from_form(self, value: str) -> RichText:
        return super().value_from_form("" if EMPTY.match(value or "") else value)
