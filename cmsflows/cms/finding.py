"""Finds a page by what somebody typed: its number, or the path of its URL."""

from typing import Any

import swapper
from wagtail.models import Site

from cmsflows.cms.page import FlowPageMixin


def page_at(text: str) -> Any:
    """The page of this number or path, as its own class; None where there is none.

    `Any`: of whatever class. A path is looked up on every site, the default one first.
    """
    model = swapper.load_model("wagtailcore", "Page")
    if text.isascii() and text.isdigit() and len(text) <= 18:
        page = model.objects.filter(pk=int(text)).first()
        return page.specific if page else None
    path = text.strip("/")
    for site in Site.objects.select_related("root_page").order_by("-is_default_site", "pk"):
        url_path = f"{site.root_page.url_path}{path}/" if path else site.root_page.url_path
        page = model.objects.filter(url_path=url_path).first()
        if page:
            return page.specific
    return None


def flow_page_at(text: str) -> Any:
    """The same, where it is a flow. `Any`: a site's own page class."""
    page = page_at(text)
    return page if isinstance(page, FlowPageMixin) else None
