"""What the ready blocks answer at beside the flows: `path("flows/", include(…))`."""

from django.urls import path

from flow_blocks.payments import views

app_name = "flow_blocks"
urlpatterns = [
    path("payments/return/<str:token>/", views.payment_return, name="payment_return"),
    path("payments/webhook/<slug:alias>/", views.payment_webhook, name="payment_webhook"),
]
