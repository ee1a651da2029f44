"""The bench's addresses: one for each contender, behind the same middleware."""

from django.urls import include, path
from wagtail import urls as wagtail_urls

from tests.bench.bare import BareStep, Wizard
from tests.bench.flow_blocks import handler, redis_handler

wizard = Wizard.as_view(url_name="wizard_step", done_step_name="finished")

urlpatterns = [
    path("bare/<int:number>/", BareStep.as_view()),
    path("wizard/", wizard),
    path("wizard/<slug:step>/", wizard, name="wizard_step"),
    path("code/", include(handler.urls)),
    path("code-redis/", include(redis_handler.urls)),
    path("", include("cmsflows.urls")),
    path("", include(wagtail_urls)),
]
