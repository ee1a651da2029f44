"""Makes the stores that classes of flow pages name, so that whoever cleans up knows them all."""

from django.apps import apps

from cmsflows.cms.page import FlowPageMixin
from cmsflows.statestore.loading import store_of


def know_page_stores() -> None:
    """Raises `DefinitionError` for a page class that names no store."""
    for model in apps.get_models():
        if issubclass(model, FlowPageMixin) and model.flow_state_store:
            store_of(model.flow_state_store)
