"""The soak's addresses."""

from django.urls import include, path

from tests.soak import views
from tests.soak.flow import handler

handler500 = views.failed

urlpatterns = [
    path("soak/", include(handler.urls)),
    path("log-in/", views.log_in),
    path("bank/<str:task_id>/<str:key>/", views.bank),
]
