"""A site with django-allauth, whose adapter has a mind of its own."""

SECRET = "a difference engine"
"""Everybody's password there."""
