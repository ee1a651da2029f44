"""Reads off a page what a visitor of the tests can do there: forms to fill in, links to follow."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from cmsflows.serving.posted import POSITION_FIELD
from cmsflows.serving.start import FIELD as START_FIELD

Attributes = list[tuple[str, str | None]]

NOT_SENT = frozenset({"submit", "button", "reset", "image", "file"})
"""Kinds of inputs that a browser does not send by itself."""

HEADING = "h1"


@dataclass
class FormOnPage:
    """A form as a browser would send it, were nothing typed."""

    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)
    """What the fields in sight hold; a box that is not ticked holds nothing."""

    @property
    def is_of_a_flow(self) -> bool:
        return bool({POSITION_FIELD, START_FIELD} & self.hidden.keys())


class PageReader(HTMLParser):
    """What stands on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        """Those that are posted."""
        self.links: dict[str, str] = {}
        self.headings: list[str] = []
        self._loose = FormOnPage()
        """What stands outside of all forms."""
        self._form: FormOnPage | None = None
        self._link = ""
        self._heading: list[str] | None = None
        self._select: dict[str, str | None] = {}
        self._options: list[tuple[str, bool]] = []
        self._text: tuple[str, list[str]] | None = None
        self.feed(html)

    @property
    def form(self) -> FormOnPage:
        """The form of a step; where there is none, the last that is posted, or an empty one."""
        of_flow = next((each for each in self.forms if each.is_of_a_flow), None)
        return of_flow or (self.forms[-1] if self.forms else self._loose)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = FormOnPage(given.get("action") or "")
            if (given.get("method") or "").lower() == "post":
                self.forms.append(self._form)
        elif tag == "a":
            self._link = given.get("href") or ""
        elif tag == HEADING:
            self._heading = []
        elif tag == "input":
            self._input(given)
        elif tag == "textarea":
            self._text = (given.get("name") or "", [])
        elif tag == "select":
            self._select, self._options = given, []
        elif tag == "option":
            self._options.append((given.get("value") or "", "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._link and data.strip():
            self.links[" ".join(data.split())] = self._link
        if self._heading is not None:
            self._heading.append(data)
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = ""
        elif tag == "form":
            self._form = None
        elif tag == HEADING and self._heading is not None:
            self.headings.append(" ".join("".join(self._heading).split()))
            self._heading = None
        elif tag == "textarea" and self._text is not None:
            name, text = self._text
            self._hold(name, ["".join(text).removeprefix("\n")])
            self._text = None
        elif tag == "select":
            self._close_select()

    def _input(self, given: dict[str, str | None]) -> None:
        kind, name = (given.get("type") or "text").lower(), given.get("name") or ""
        if kind == "hidden" and name:
            (self._form or self._loose).hidden[name] = given.get("value") or ""
        elif kind in ("checkbox", "radio"):
            self._hold(name, [given.get("value") or "on"] if "checked" in given else [])
        elif kind not in NOT_SENT and "disabled" not in given:
            self._hold(name, [given.get("value") or ""])

    def _close_select(self) -> None:
        chosen = [value for value, is_selected in self._options if is_selected]
        if not chosen and "multiple" not in self._select:
            chosen = [value for value, _ in self._options[:1]]
        self._hold(self._select.get("name") or "", chosen)
        self._select = {}

    def _hold(self, name: str, values: list[str]) -> None:
        if name:
            (self._form or self._loose).fields.setdefault(name, []).extend(values)
