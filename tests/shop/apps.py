"""The test shop as Django knows it."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "tests.shop"
    label = "tests_shop"
