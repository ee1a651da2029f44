"""Pages of the ready blocks that stand outside any flow:

    path("flow-blocks/", include("flow_blocks.urls")),

to stand before Wagtail's own.
"""

from django.urls import path

from flow_blocks.payments.own_methods import OwnPaymentMethods

app_name = "flow_blocks"
urlpatterns = [
    path("payment-methods/", OwnPaymentMethods.as_view(), name="payment_methods"),
]
