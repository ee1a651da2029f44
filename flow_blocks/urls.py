"""What the ready blocks answer at beside the flows:

    path("flows/", include("flow_blocks.urls")),

to stand before Wagtail's own.
"""

from django.urls import path

from flow_blocks.payments import views
from flow_blocks.payments.own_methods import OwnPaymentMethods

app_name = "flow_blocks"
urlpatterns = [
    path("payment-methods/", OwnPaymentMethods.as_view(), name="payment_methods"),
    path("payments/return/<str:token>/", views.payment_return, name="payment_return"),
    path("payments/webhook/<slug:alias>/", views.payment_webhook, name="payment_webhook"),
]
