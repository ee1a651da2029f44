"""The Django app of the ready blocks."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlowBlocksConfig(AppConfig):
    """Install it beside cmsflows to have the ready blocks in the picker."""

    name = "flow_blocks"
    verbose_name = _("Ready flow steps")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("flow_blocks.checks")
        import_module("flow_blocks.accounts.checks")
