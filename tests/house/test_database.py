"""The test database behaves like a server's, and each test finds what migrations left in it."""

import pytest
from django.db import connection
from wagtail.models import Locale, Page


@pytest.mark.django_db(transaction=True)
def test_sqlite_is_a_file() -> None:
    """In memory, all threads of the live server would share one connection, and one transaction."""
    assert connection.vendor != "sqlite" or connection.settings_dict["NAME"].endswith(".sqlite3")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_root_page_survives_a_test_with_transactions(time: str) -> None:
    """Whichever comes second, comes after every table was emptied."""
    assert Page.objects.get(depth=1).locale == Locale.objects.get()
