"""A visitor of the tests: opens pages, fills in forms, follows redirects, as a browser does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client


class FormReader(HTMLParser):
    """Reads the step's form off a page: where it goes, and its hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.action = given.get("action", "")
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given["name"]] = given.get("value", "")
        if tag == "a":
            self._link = given.get("href", "")

    def handle_data(self, data: str) -> None:
        if self._link and data.strip():
            self.links[" ".join(data.split())] = self._link

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = ""


@dataclass
class Visitor:
    """One browser. `page` is what it shows now."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=False))
    url: str = ""
    page: HttpResponse | None = None

    def opens(self, url: str) -> HttpResponse:
        """Go to a URL and follow where it leads."""
        return self._arrive(self.client.get(url), url)

    def submits(self, **data: object) -> HttpResponse:
        """Send the form of this page, with its hidden fields, and follow where it leads."""
        form = self.form
        url = urljoin(self.url, form.action)
        return self._arrive(self.client.post(url, {**form.hidden, **data}), url)

    def goes_back(self) -> HttpResponse:
        """Click on the link back."""
        return self.follows("Back")

    @property
    def values(self) -> dict[str, object]:
        """What the fields of this page hold, as far as a form is on it."""
        form = self.page.context["form"]
        return {name: form[name].value() for name in form.fields}

    @property
    def text(self) -> str:
        return self.page.content.decode()

    def sees(self, step: str) -> bool:
        """Is this the page of that step, by the last segment of its URL?"""
        return self.page.status_code == 200 and self.step == step

    def twin(self) -> "Visitor":
        """The same browser in another tab, which shows the same page."""
        return Visitor(self.client, self.url, self.page)

    def follows(self, link: str) -> HttpResponse:
        """Click on a link by its words."""
        return self.opens(urljoin(self.url, self.form.links[link]))

    @property
    def form(self) -> FormReader:
        reader = FormReader()
        reader.feed(self.page.content.decode())
        return reader

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def step(self) -> str:
        """The last segment of the URL."""
        return self.path.rstrip("/").rpartition("/")[2]

    def _arrive(self, response: HttpResponse, url: str) -> HttpResponse:
        for _ in range(10):
            if response.status_code not in (301, 302, 303):
                break
            if not is_here(response.url):
                break
            url = urljoin(url, response.url)
            response = self.client.get(url)
        self.url, self.page = url, response
        return response


def is_here(url: str) -> bool:
    """Is this on the site, rather than at a payment provider's say?"""
    return urlsplit(url).netloc in ("", "testserver")
