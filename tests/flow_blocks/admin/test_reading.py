"""What all lists of the ready blocks have in common: rows are looked at, and never written."""

from typing import Any

import pytest
from django.urls import reverse

from flow_blocks.wagtail_hooks import read
from tests.flow_blocks.admin.staff import superuser

pytestmark = pytest.mark.django_db

GRANTED = {
    "flow_saved_answers": {"view_savedanswers", "delete_savedanswers"},
    "flow_mails": {"view_sentmail", "delete_sentmail"},
    "flow_payments": {"view_payment"},
    "flow_payment_methods": {"view_paymentmethod", "delete_paymentmethod"},
}


@pytest.mark.parametrize("viewset", read)
def test_groups_are_offered_what_can_be_granted(viewset: Any) -> None:
    offered = viewset().get_permissions_to_register()

    assert set(offered.values_list("codename", flat=True)) == GRANTED[viewset.name]


@pytest.mark.parametrize("name", GRANTED)
@pytest.mark.parametrize("path", ["new/", "edit/1/", "copy/1/", "history/1/", "usage/1/"])
def test_nothing_can_be_added_or_changed(name: str, path: str) -> None:
    client = superuser()

    listed = client.get(reverse(f"{name}:index"))

    assert client.get(f"{reverse(f'{name}:index')}{path}").status_code == 404
    assert f"{reverse(f'{name}:index')}new/" not in listed.content.decode()
