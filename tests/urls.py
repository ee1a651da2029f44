"""The test site's addresses: Wagtail's, with cmsflows' fast path before them."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("flows/", include("flow_blocks.urls")),
    path("standin/", include("standin.urls")),
    path("", include("cmsflows.urls")),
    path("", include(wagtail_urls)),
]
