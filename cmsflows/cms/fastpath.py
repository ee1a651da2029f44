"""The fast path: answers a flow's URLs without walking Wagtail's page tree on every step.

Wagtail looks up one page a path segment. Where `cmsflows.urls` stands before Wagtail's own URLs,
a flow page that Wagtail has served once is remembered with its place; from then on one query
asks for the page and for whatever would make the memory wrong. Where anything has changed,
Wagtail answers, and the page is remembered anew.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site

from cmsflows.cms.served import ServedPage

COLUMNS = (
    "id",
    "path",
    "depth",
    "numchild",
    "title",
    "slug",
    "live",
    "url_path",
    "content_type",
    "locale",
    "flow_version",
    "idle_minutes",
    "moves_people",
    "stopped_before",
)
"""What serving a step needs of a page; the rest is fetched when somebody asks for it."""

LIMIT = 10_000
"""Places remembered at the most; a site with more flow pages serves the others as Wagtail does."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a flow page was found, and all that led there."""

    page_class: Any
    """`Any`: a site's own page class."""
    site: Site
    page: ServedPage
    """As it was when it was remembered; good for a guess, no more."""
    sql: str
    params: tuple[Any, ...]
    """The one query, written once: putting it together costs more than asking it. `Any`: SQL
    parameters."""


_places: dict[tuple[str, str, str], Place] = {}
"""By host, language and path of the page below Wagtail's own prefix: "checkout/"."""

_paths: set[str] = set()


def knows(path: str) -> bool:
    """Is some flow page remembered at this path, or above it?"""
    return any(base in _paths for base in _bases(path))


def remember(page: ServedPage, request: HttpRequest, path: str) -> None:
    """Keep the place of a page that Wagtail's own view is serving."""
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_serve" or len(_places) >= LIMIT:
        return
    full_path = str(match.kwargs.get("path", match.args[0] if match.args else ""))
    base = full_path.removesuffix(path)
    site = Site.find_for_request(request)
    if not base or site is None or not page.live or not _is_plainly_routed(page):
        return
    sql, params = _query(page, site, _hostname(request)).query.sql_with_params()
    _places[_key(request, base)] = Place(type(page), site, page, sql, params)
    _paths.add(base)


def find(request: HttpRequest, path: str) -> tuple[Any, str, bool] | None:
    """The live page at a path, the path below it, and whether some view restriction applies.

    One query. None where nothing is remembered, or what was remembered is no longer so. `Any`: a
    site's own page class.
    """
    for base in _bases(path):
        place = _places.get(_key(request, base))
        if place is not None:
            page = next(iter(place.page_class.objects.raw(place.sql, place.params)), None)
            if page is None:
                return None
            request._wagtail_site = place.site  # type: ignore[attr-defined]  # where Wagtail caches it
            return page, path.removeprefix(base), page.is_restricted
    return None


def guess(request: HttpRequest, path: str) -> tuple[ServedPage, str] | None:
    """The page that was at a path when last seen, and the path below it; no database is asked."""
    for base in _bases(path):
        place = _places.get(_key(request, base))
        if place is not None:
            return place.page, path.removeprefix(base)
    return None


def forget() -> None:
    """Forget every place; for tests."""
    _places.clear()
    _paths.clear()


def _key(request: HttpRequest, base: str) -> tuple[str, str, str]:
    return request.get_host(), get_language() or "", base


def _bases(path: str) -> list[str]:
    """The path and all above it, longest first: "a/b/", "a/"."""
    segments = path.rstrip("/").split("/")
    return ["/".join(segments[:count]) + "/" for count in range(len(segments), 0, -1)]


def _is_plainly_routed(page: ServedPage) -> bool:
    """Do all pages above route as Wagtail does, by slug and nothing else?"""
    ancestors = page.get_ancestors().specific(defer=True)
    return all(type(each).route is Page.route for each in ancestors)


def _hostname(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def _query(page: Any, site: Site, hostname: str) -> Any:
    """The page, if it is live where it was and its site is still the one for this host.

    `Any`: a site's own page class, and a queryset of it.
    """
    same_site = Site.objects.filter(
        pk=site.pk,
        hostname=site.hostname,
        port=site.port,
        root_page_id=site.root_page_id,
        is_default_site=site.is_default_site,
    )
    rival_sites = Site.objects.filter(hostname=hostname).exclude(pk=site.pk)
    restrictions = PageViewRestriction.objects.annotate(
        beginning=Substr(OuterRef("path"), 1, Length("page__path"))
    ).filter(page__path=F("beginning"))
    return (
        type(page)
        .objects.filter(pk=page.pk, live=True, url_path=page.url_path)
        .filter(Exists(same_site), ~Exists(rival_sites))
        .annotate(is_restricted=Exists(restrictions))
        .only(*COLUMNS)
        .order_by()
    )
