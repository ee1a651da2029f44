"""What the flows of payments are called, for people to read."""

from collections.abc import Iterable

from wagtail.models import Page

from cmsflows.cms.page import PAGE


def titles_of(flows: Iterable[str]) -> dict[str, str]:
    """The titles of pages by the names that tasks know their flows by, in one query.

    Flows in code, and those of pages that are gone, are not among them.
    """
    keys = {name.removeprefix(PAGE) for name in flows if name.startswith(PAGE)}
    pages = Page.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    return {f"{PAGE}{pk}": str(title) for pk, title in pages.values_list("pk", "title")}
