"""That app, as Django knows it."""

from django.apps import AppConfig


class OtherUsersConfig(AppConfig):
    name = "tests.other_users"
    label = "other_users"
