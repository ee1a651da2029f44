"""The Django app: when it is ready, every app's `flow_blocks` module has been read."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CmsflowsConfig(AppConfig):
    """Reads the `flow_blocks` module of every installed app, as Wagtail reads `wagtail_hooks`."""

    name = "cmsflows"
    verbose_name = _("Flows")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("cmsflows.checks")
        import_module("cmsflows.serving.claiming")
        autodiscover_modules("flow_blocks")
        import_module("cmsflows.cms.page_stores").know_page_stores()
        import_module("cmsflows.cms.scheduled").gate_schedules()
