"""People of the staff, with and without permissions, and what they see."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse


def staff(*codenames: str, model: str = "savedanswers") -> Client:
    """Somebody of the staff with these permissions."""
    user = get_user_model().objects.create_user(f"staff-{'-'.join(codenames)}", password="x")
    names = ["access_admin", *(f"{codename}_{model}" for codename in codenames)]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def superuser() -> Client:
    """Somebody who may do whatever can be done."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root", password="x"))
    return client


def shown(client: Client, name: str, *args: Any, **query: Any) -> str:
    """The page of this name. `Any`: of its address."""
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()
