"""The bench as an app: it has a page model and an action of its own."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "tests.bench"
    label = "tests_bench"
    default_auto_field = "django.db.models.BigAutoField"
