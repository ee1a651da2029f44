"""A page that some tab still shows, however old it is: what the visitor can do from there."""

from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import parse_qs, urljoin, urlsplit

from django.http import HttpResponse

from cmsflows.testing.visitor import FormReader
from tests.model.reference import Reference
from tests.model.steps import STEPS
from tests.model.values import MOVED_ON, NOT_DONE, OUT_OF_DATE, SUBMITTED, WRONG_NOW, Page

NOTES = {
    "out-of-date": OUT_OF_DATE,
    "moved-on": MOVED_ON,
    "submitted": SUBMITTED,
    "wrong-now": WRONG_NOW,
    "not-done": NOT_DONE,
}


@dataclass(frozen=True)
class Address:
    """What a URL of the flow names."""

    url: str

    @property
    def step(self) -> str:
        """Empty for the flow itself."""
        name = urlsplit(self.url).path.rstrip("/").rpartition("/")[2]
        return name if name in STEPS else ""

    @property
    def at(self) -> int | None:
        """The number of a visit, where one is named."""
        given = self._query("_at")
        return int(given) if given else None

    @property
    def notice(self) -> str:
        return NOTES.get(self._query("_note"), "")

    def of(self, step: str) -> str:
        """The same URL, but of another step."""
        parts = urlsplit(self.url)
        return parts._replace(path=path_of(step)).geturl()

    def _query(self, name: str) -> str:
        return parse_qs(urlsplit(self.url).query).get(name, [""])[0]


def path_of(step: str) -> str:
    """Where a step is mounted; the flow itself for no step."""
    group = f"{STEPS[step].group}/" if step and STEPS[step].group else ""
    return f"/model/shop/{group}{step}/" if step else "/model/shop/"


@dataclass(frozen=True)
class Shown:
    """One page in one tab."""

    url: str
    page: Page
    """What the model says it is."""
    run: Reference | None = None
    """None for a first form that was not sent yet."""
    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    back: str = ""

    @classmethod
    def read(cls, response: HttpResponse, url: str, page: Page, run: Reference | None) -> Self:
        reader = FormReader()
        reader.feed(response.content.decode())
        shown = cls(url, page, run, urljoin(url, reader.action), reader.hidden)
        back = reader.links.get("Back", "")
        return replace(shown, back=urljoin(url, back) if back else "")

    @property
    def has_form(self) -> bool:
        return bool(self.hidden)

    @property
    def is_step(self) -> bool:
        return self.page.kind == "step" and self.has_form

    @property
    def commits(self) -> bool:
        return self.is_step and STEPS[self.page.step].commits

    @property
    def exit(self) -> str:
        """The name of an exit; empty where there is none."""
        return next(iter(STEPS[self.page.step].exits), "") if self.is_step else ""

    @property
    def can_ask(self) -> bool:
        """Does it offer to find out what came of a step?"""
        return self.page.kind == "unsettled" and self.has_form

    @property
    def is_of_a_run(self) -> bool:
        return self.run is not None and "_id=" in self.url
