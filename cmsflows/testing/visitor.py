"""A visitor of the tests: opens pages, fills in forms, follows redirects, as a browser does.

    visitor.starts(page)
    visitor.completes("size", choice="Large")
    visitor.completes("basket", "pay")
    visitor.goes_back()
    assert visitor.sees("basket")

Who expects something else than there is fails with an `AssertionError` that says what there is.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from django.test import Client

from cmsflows.serving import notes
from cmsflows.serving.handler import FlowHandler
from cmsflows.testing.page_reader import FormOnPage, PageReader

Page = Any
"""What Django's test client answers. `Any`: it adds to a response what no class declares."""

REDIRECTS = (301, 302, 303)

MOST_REDIRECTS = 10


@dataclass
class Visitor:
    """One browser. `page` is what it shows now, `url` where that was found."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=False))
    url: str = ""
    page: Page = None

    def opens(self, url: str) -> Page:
        """Go to a URL and follow where it leads."""
        return self._arrive(self.client.get(url), url)

    def starts(self, flow: Any, **inputs: object) -> Page:
        """Open a flow at its beginning: a page, a `FlowHandler` with one flow, or a URL.

        `inputs` are what a page's flow is told at its start, or a handler's as initial state.
        `Any`: a page is of the site's own class.
        """
        return self.opens(_address(flow, inputs))

    def submits(self, **data: object) -> Page:
        """Send the form of this page with its hidden fields and this data, and nothing else."""
        form = self.form
        url = urljoin(self.url, form.action)
        return self._arrive(self.client.post(url, {**form.hidden, **data}), url)

    def completes(self, *steps: str, **fields: object) -> Page:
        """Complete these steps, one after the other, each of which must be the one that is shown.

        Fields that are not named hold what the page put there; None leaves one out, as who unticks
        a box does. What is posted must be accepted. Fields are for one step at a time.
        """
        if not steps or (fields and len(steps) > 1):
            raise TypeError("Name the steps to complete; where fields are given, one.")
        for step in steps:
            self._must_be_at(step)
            answer = self._sends(fields)
            if not self._is_accepted(answer):
                raise AssertionError(
                    f"“{step}” was not completed by {fields or 'its form as it was'}. "
                    f"{self.describes()}"
                )
        return self.page

    def leaves(self, step: str, *, by: str) -> Page:
        """Leave this step by the exit of this name."""
        self._must_be_at(step)
        return self.submits(_exit=by)

    def goes_back(self) -> Page:
        """Click on the link back."""
        url = str(_context_of(self.page, "back_url") or "")
        return self.opens(urljoin(self.url, url)) if url else self.follows("Back")

    def follows(self, link: str) -> Page:
        """Click on a link by its words."""
        links = self.reader.links
        if link not in links:
            there = ", ".join(f"“{each}”" for each in links) or "none"
            raise AssertionError(f"There is no link “{link}”. Links: {there}. {self.describes()}")
        return self.opens(urljoin(self.url, links[link]))

    def sees(self, step: str) -> bool:
        """Is this the page of that step? By its slug, which ends its URL, or its key."""
        if self.page is None or self.page.status_code != 200:
            return False
        node = _context_of(self.page, "node")
        names = {self.step, getattr(node, "slug", ""), getattr(node, "key", "")}
        return step in names | {name.replace("-", "_") for name in names}

    def twin(self) -> "Visitor":
        """The same browser in another tab, which shows the same page."""
        return type(self)(self.client, self.url, self.page)

    def describes(self) -> str:
        """What the visitor sees, in a line or two: for those who expected something else."""
        if self.page is None:
            return "The visitor has not opened anything yet."
        reader = self.reader
        headings = ", ".join(f"“{each}”" for each in reader.headings) or "no heading"
        lines = [f"The visitor sees {headings} at {self.url} (status {self.page.status_code})."]
        if self.page.status_code in REDIRECTS:
            lines.append(f"It leads to {self.page.url}.")
        lines += [f"{name}: {' '.join(errors)}" for name, errors in self.errors.items()]
        if said := _context_of(self.page, "notice") or _context_of(self.page, "message"):
            lines.append(f"It says: {said}")
        return " ".join(lines)

    @property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong with the form of this page, by field."""
        found = getattr(_context_of(self.page, "form"), "errors", {})
        return {name: [str(each) for each in errors] for name, errors in found.items()}

    @property
    def values(self) -> dict[str, object]:
        """What the fields of this page hold, as far as a form is on it."""
        form = _context_of(self.page, "form")
        return {name: form[name].value() for name in form.fields}

    @property
    def text(self) -> str:
        """The page's HTML."""
        return str(self.page.content.decode())

    @property
    def form(self) -> "FormReader":
        return FormReader(self.text)

    @property
    def reader(self) -> PageReader:
        return PageReader(self.text)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def step(self) -> str:
        """The last segment of the URL."""
        return self.path.rstrip("/").rpartition("/")[2]

    def _must_be_at(self, step: str) -> None:
        if not self.sees(step):
            raise AssertionError(f"The visitor is not at “{step}”. {self.describes()}")

    def _sends(self, fields: dict[str, object]) -> Page:
        """Send the form as a browser does; answers what came back first."""
        form = self.reader.form
        url = urljoin(self.url, form.action)
        data = {**form.fields, **form.hidden, **fields}
        sent = {name: value for name, value in data.items() if value not in (None, [])}
        answer = self.client.post(url, sent)
        self._arrive(answer, url)
        return answer

    def _is_accepted(self, answer: Page) -> bool:
        """An accepted form is answered with 303; so is one that came too late, with a note."""
        has_note = notes.FIELD in parse_qs(urlsplit(self.url).query)
        return answer.status_code == 303 and not has_note

    def _arrive(self, response: Page, url: str) -> Page:
        for _ in range(MOST_REDIRECTS):
            if response.status_code not in REDIRECTS or not is_here(response.url):
                break
            url = urljoin(url, response.url)
            response = self.client.get(url)
        self.url, self.page = url, response
        return response


class FormReader:
    """The form of a page, with the links around it."""

    def __init__(self, html: str = "") -> None:
        self.feed(html)

    def feed(self, html: str) -> None:
        """Read this page in place of the last."""
        reader = PageReader(html)
        form: FormOnPage = reader.form
        self.action, self.hidden, self.fields = form.action, form.hidden, form.fields
        self.links = reader.links


def is_here(url: str) -> bool:
    """Is this on the site, rather than at a payment provider's say?"""
    return urlsplit(url).netloc in ("", "testserver")


def _address(flow: Any, inputs: dict[str, object]) -> str:
    """`Any`: see `Visitor.starts`."""
    if isinstance(flow, str):
        return flow
    if isinstance(flow, FlowHandler):
        if len(flow.entry_points) != 1:
            names = ", ".join(each.name for each in flow.entry_points) or "none"
            raise TypeError(f"Give the link of one of this handler's flows, which are: {names}.")
        return flow.flow_entry_link(flow.entry_points[0], initial_state=inputs)
    url = flow.start_url(inputs=inputs)
    if not url:
        raise AssertionError(f"{flow!r} has no URL. Does it stand below the root of a site?")
    return str(url)


def _context_of(page: Page, name: str) -> Any:
    """A variable of the page's template; None where there is none. `Any`: of whatever kind."""
    context = getattr(page, "context", None)
    return context.get(name) if context is not None else None
