"""The stand-in bank as Django knows it."""

from django.apps import AppConfig


class StandInConfig(AppConfig):
    name = "standin"
    verbose_name = "Stand-in bank"
    default_auto_field = "django.db.models.BigAutoField"
