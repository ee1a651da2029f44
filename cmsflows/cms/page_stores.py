"""Makes the stores that classes of flow pages name, so that whoever cleans up knows them all."""

from cmsflows.cms.flow_models import flow_page_models
from cmsflows.statestore.loading import store_of


def know_page_stores() -> None:
    """Raises `DefinitionError` for a page class that names no store."""
    for model in flow_page_models():
        if model.flow_state_store:
            store_of(model.flow_state_store)
