"""Promises are ticked on the page; those of code flows are their root's."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cmsflows import Action, Scaffold
from cmsflows.cms.promises import PromisesFormField
from cmsflows.engine.reader import read_flow
from cmsflows.models import FlowPage
from tests.cms.posting import edit
from tests.cms.streams import action

MakePage = Callable[..., FlowPage]


def promised(page: FlowPage) -> list[str]:
    return FlowPage.objects.get(pk=page.pk).get_latest_revision_as_object().promises


@pytest.mark.django_db
def test_editors_tick_what_steps_offer(admin_client: Client, make_page: MakePage) -> None:
    page = make_page(action("Note"))

    edit(admin_client, page, promises=["plan"])
    shown = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert promised(page) == ["plan"]
    assert "Nobody finishes without a plan." in shown


@pytest.mark.django_db
def test_a_promise_nobody_offers_any_more_stays_and_is_shown(
    admin_client: Client, make_page: MakePage
) -> None:
    page = make_page(action("Note"))
    page.promises = ["gone"]
    page.save_revision()

    shown = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    edit(admin_client, page)

    assert "“gone” is there at the end (no step offers this promise any more)." in shown
    assert promised(page) == ["gone"]


@pytest.mark.parametrize("stored", [None, {}, "plan", [1, {"a": 2}]], ids=repr)
def test_what_is_no_list_of_names_promises_nothing(stored: object) -> None:
    assert PromisesFormField(required=False).prepare_value(stored) == []


def test_a_flow_in_code_keeps_the_promises_of_its_root() -> None:
    class Pay(Action):
        promises = {"receipt": "Everybody gets a receipt."}

    class Checkout(Scaffold):
        action_set = [Pay]
        promises = {"payment": "Nobody finishes without paying."}

    assert read_flow(Checkout).promises == ("payment",)
    assert read_flow(Pay).promises == ("receipt",)
