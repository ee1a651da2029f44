"""System checks of the ready blocks: what a site has to settle before it goes live."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register
from django.core.files.storage import storages

from cmsflows import conf


@register("cmsflows", deploy=True)
def check_where_uploads_rest(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Do uploads that are saved for a year rest among temporary files? `Any`: Django's own."""
    if conf.file_storage() in storages.backends or conf.file_directory():
        return []
    return [
        Warning(
            "Uploads in saved answers rest among the system's temporary files.",
            hint="Name a private storage in STORAGES, as FLOWS_FILE_STORAGE says, or set "
            "FLOWS_FILE_DIRECTORY.",
            id="flow_blocks.W001",
        )
    ]
