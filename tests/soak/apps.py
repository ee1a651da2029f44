"""The soak as an app: its last step has a template of its own."""

from django.apps import AppConfig


class SoakConfig(AppConfig):
    name = "tests.soak"
    label = "tests_soak"
