"""User models that are not Django's."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class Member(AbstractBaseUser, PermissionsMixin):
    """Logs in by address, has one field for the whole name, and must say when they were born."""

    email = models.EmailField("email address", max_length=60, unique=True)
    full_name = models.CharField(max_length=20, blank=True)
    born_in = models.PositiveSmallIntegerField("year of birth")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["born_in"]


class Caller(AbstractBaseUser, PermissionsMixin):
    """Logs in by telephone number, which no address can be; has no name, and a patron."""

    phone = models.CharField(max_length=15, unique=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    patron = models.ForeignKey("self", on_delete=models.CASCADE, null=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS = ["patron"]
