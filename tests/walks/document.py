"""A page as a browser without JavaScript has it: forms with fields and buttons, and links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

Attributes = dict[str, str]


@dataclass
class Field:
    """One control of a form that sends something."""

    name: str
    kind: str
    """The type of an input, or "select", or "textarea"."""
    value: str = ""
    is_checked: bool = False
    choices: list[str] = field(default_factory=list)
    """The values of a drop-down."""


@dataclass
class Button:
    """What sends a form."""

    words: str = ""
    name: str = ""
    value: str = ""


@dataclass
class Form:
    """A form that posts."""

    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {each.name for each in self.fields}

    @property
    def cancels(self) -> bool:
        return any(button.name == "_cancel" for button in self.buttons)

    def sent_as_it_is(self) -> dict[str, str]:
        """What a browser sends where nobody types anything."""
        sent = {}
        for each in self.fields:
            if each.kind in ("checkbox", "radio") and not each.is_checked:
                continue
            if each.kind == "select" and not each.value and each.choices:
                sent[each.name] = each.choices[0]
                continue
            sent[each.name] = each.value
        return sent

    def choices_of(self, name: str) -> list[str]:
        """The values of a group of radio buttons, or of a drop-down."""
        found = [each for each in self.fields if each.name == name]
        return [each.value for each in found if each.kind == "radio"] or [
            choice for each in found for choice in each.choices
        ]


class Document(HTMLParser):
    """Read once: `forms`, `links` and `text`."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        """Words and absolute URLs."""
        self.heading = ""
        self._form: Form | None = None
        self._button: Button | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self._link: list[str] | None = None
        self._in_heading = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        opened = getattr(self, f"_open_{tag}", None)
        if opened and "disabled" not in given:
            opened(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "button":
            self._button = None
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None
        if tag == "h1":
            self._in_heading = False
        if tag == "a" and self._link:
            words, url = self._link
            self.links.append((" ".join(words.split()), url))
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._button:
            self._button.words = f"{self._button.words} {data.strip()}".strip()
        if self._area:
            self._area.value += data
        if self._link:
            self._link[0] += data
        if self._in_heading:
            self.heading = f"{self.heading} {data.strip()}".strip()

    def _open_form(self, given: Attributes) -> None:
        if given.get("method", "").lower() == "post":
            self._form = Form(urljoin(self.url, given.get("action") or self.url))
            self.forms.append(self._form)

    def _open_input(self, given: Attributes) -> None:
        kind = given.get("type", "text")
        if self._form is None or not given.get("name"):
            return
        if kind in ("submit", "image"):
            self._form.buttons.append(
                Button(given.get("value", ""), given["name"], given.get("value", ""))
            )
            return
        default = "on" if kind in ("checkbox", "radio") else ""
        self._form.fields.append(
            Field(given["name"], kind, given.get("value", default), "checked" in given)
        )

    def _open_button(self, given: Attributes) -> None:
        if self._form is not None and given.get("type", "submit") == "submit":
            self._button = Button("", given.get("name", ""), given.get("value", ""))
            self._form.buttons.append(self._button)

    def _open_select(self, given: Attributes) -> None:
        if self._form is not None and given.get("name"):
            self._select = Field(given["name"], "select")
            self._form.fields.append(self._select)

    def _open_option(self, given: Attributes) -> None:
        if self._select is not None and "value" in given:
            self._select.choices.append(given["value"])
            if "selected" in given:
                self._select.value = given["value"]

    def _open_textarea(self, given: Attributes) -> None:
        if self._form is not None and given.get("name"):
            self._area = Field(given["name"], "textarea")
            self._form.fields.append(self._area)

    def _open_a(self, given: Attributes) -> None:
        if given.get("href"):
            self._link = ["", urljoin(self.url, given["href"])]

    def _open_h1(self, given: Attributes) -> None:
        self._in_heading = True
