"""The code flows of the tests, the same handler mounted twice."""

from django.urls import include, path

from tests.shop.checkout import handler
from tests.urls import urlpatterns as site

urlpatterns = [
    path("shop/", include(handler.urls)),
    path("outlet/", include(handler.urls, namespace="outlet")),
    *site,
]
