"""Where the flow is mounted, beside two plain pages: one logs in, one logs out."""

from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from cmsflows import FlowHandler
from tests.model.flow import Shop
from tests.urls import urlpatterns as site

handler = FlowHandler(app_namespace="model")
handler.register_entry_point(Shop)


def log_in(request: HttpRequest, name: str) -> HttpResponse:
    login(request, get_user_model().objects.get_by_natural_key(name))
    return HttpResponse()


def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse()


urlpatterns = [
    path("log-in/<name>/", log_in),
    path("log-out/", log_out),
    path("model/", include(handler.urls)),
    *site,
]
