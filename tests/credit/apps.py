"""The shop's credit as Django knows it."""

from django.apps import AppConfig


class CreditConfig(AppConfig):
    name = "tests.credit"
    label = "tests_credit"
