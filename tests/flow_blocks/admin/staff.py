"""People of the staff, with and without permissions."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client


def staff(*codenames: str, model: str = "savedanswers") -> Client:
    """Somebody of the staff with these permissions."""
    user = get_user_model().objects.create_user(f"staff-{'-'.join(codenames)}", password="x")
    names = ["access_admin", *(f"{codename}_{model}" for codename in codenames)]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client
