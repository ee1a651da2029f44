"""The stand-in's addresses, below wherever a site mounts them."""

from django.urls import path

from standin.views import desk
from standin.views.payment import payment

app_name = "standin"

urlpatterns = [
    path("pay/<slug:reference>/", payment, name="payment"),
    path("", desk.desk, name="desk"),
    path("settle/<int:pk>/", desk.settle, name="settle"),
    path("send/<int:pk>/", desk.send, name="send"),
    path("send/", desk.send_all, name="send_all"),
    path("trouble/", desk.make_trouble, name="make_trouble"),
    path("clear-up/", desk.clear_up, name="clear_up"),
]
