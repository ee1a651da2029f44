"""The demo's addresses: the admin, a flow written in code, and the pages."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from demo.inbox import inbox
from demo.newsletter import handler

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # The bank that stands in for a payment provider; a real one is on a host of its own.
    path("standin/", include("standin.urls")),
    path("", include(handler.urls)),
    path("inbox/", inbox, name="inbox"),
    # Where payment providers send their visitors back to, and their webhooks.
    path("flows/", include("flow_blocks.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    # Flow pages answer here; without this line they answer below, only more slowly.
    path("", include("cmsflows.urls")),
    path("", include(wagtail_urls)),
]
