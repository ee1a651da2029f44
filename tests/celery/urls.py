"""The addresses of the site that hands work to workers: a flow in code, beside all others."""

from django.urls import include, path

from cmsflows import FlowHandler
from tests.shop.background import Careful
from tests.urls import urlpatterns as site

handler = FlowHandler(app_namespace="reports")
careful = handler.register_entry_point(Careful)

urlpatterns = [path("reports/", include(handler.urls)), *site]
