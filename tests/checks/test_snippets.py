"""Reusable groups need Wagtail's app for snippets."""

from typing import Any

from cmsflows.checks.snippets import check_snippets


def test_a_site_with_snippets_is_in_order() -> None:
    assert check_snippets(None) == []


def test_a_site_without_is_told(monkeypatch: Any) -> None:
    monkeypatch.setattr("cmsflows.checks.snippets.apps.is_installed", lambda name: False)

    (error,) = check_snippets(None)

    assert error.id == "cmsflows.E007"
    assert error.hint == "Add 'wagtail.snippets' to INSTALLED_APPS."
