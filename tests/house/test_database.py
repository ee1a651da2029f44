"""The test database behaves like a server's, and each test finds what migrations left in it."""

import pytest
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Locale, Page


def test_the_live_server_shares_no_connection(live_server: LiveServer) -> None:
    """On a shared one, two requests would be in one transaction, and one could end the other's."""
    assert live_server.thread.connections_override == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_root_page_survives_a_test_with_transactions(time: str) -> None:
    """Whichever comes second, comes after every table was emptied."""
    assert Page.objects.get(depth=1).locale == Locale.objects.get()
