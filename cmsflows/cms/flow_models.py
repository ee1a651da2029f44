"""Which models of a site are pages with a flow."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from cmsflows.cms.page import FlowPageMixin


def flow_page_models() -> Iterator[Any]:
    """`Any`: a site's own page classes."""
    return (model for model in apps.get_models() if issubclass(model, FlowPageMixin))
