"""A page as a visitor of the soak reads it: which step it is, its form, its links."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import urlsplit

FORM = re.compile(r'<form [^>]*method="post" action="([^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ANSWER = re.compile(r'<input type="text" name="answer"(?: value="([^"]*)")?')
LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)</a>')
HEADING = re.compile(r"<h1>\s*([^<]*?)\s*</h1>")
MARK = re.compile(r'<data id="(end|unsettled)" value="([a-z]+)"')
"""What the soak's own templates add to pages that are no step."""

SEEN = re.compile(r'<script id="seen" type="application/json">(.*?)</script>')


@dataclass(frozen=True)
class Page:
    """What a browser shows."""

    url: str
    status: int
    html: str

    @property
    def step(self) -> str:
        """The last segment of the URL that its form is sent to; the flow's own shows the first."""
        return urlsplit(self.form_url).path.rstrip("/").rpartition("/")[2]

    @property
    def is_step(self) -> bool:
        """Is there the form of a step to fill in?"""
        return (
            self.status == 200 and not self.unsettled and ("_pos" in self.hidden or self.is_first)
        )

    @property
    def is_first(self) -> bool:
        """Is it the first form, of which nothing is kept yet?"""
        return "_start" in self.hidden

    @property
    def unsettled(self) -> str:
        """How it stands with a commit step that is not over: "running", "outside" or "doubt"."""
        return self._marks.get("unsettled", "")

    @property
    def end(self) -> str:
        """How the walk has ended, "finished" or "cancelled", where this page tells of it."""
        return self._marks.get("end", "")

    @property
    def form_url(self) -> str:
        found = FORM.search(self.html)
        return unescape(found[1]) if found else self.url

    @cached_property
    def hidden(self) -> dict[str, str]:
        return {name: unescape(value) for name, value in HIDDEN.findall(self.html)}

    @property
    def task_id(self) -> str:
        return self.hidden.get("_id", "")

    @property
    def token(self) -> str:
        return self.hidden.get("_pos", "")

    @property
    def value(self) -> str:
        """What the field of the answer holds."""
        found = ANSWER.search(self.html)
        return unescape(found[1] or "") if found else ""

    @property
    def seen(self) -> dict[str, Any]:
        """The state as the last step sees it. `Any`: JSON."""
        found = SEEN.search(self.html)
        return dict(json.loads(unescape(found[1]))) if found else {}

    def links(self) -> dict[str, str]:
        """URLs by the words of their links."""
        return {words: unescape(url) for url, words in LINK.findall(self.html)}

    @cached_property
    def heading(self) -> str:
        found = HEADING.search(self.html)
        return found[1] if found else ""

    @cached_property
    def _marks(self) -> dict[str, str]:
        return dict(MARK.findall(self.html))
