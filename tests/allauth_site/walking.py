"""A flow of account steps, and somebody who walks through it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import include, path

from cmsflows import Action, Linear, Scaffold
from cmsflows.testing import Visitor
from tests.allauth_site import SECRET
from tests.journeys import in_code


@pytest.fixture(autouse=True)
def _no_limit_of_another_test() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture
def enter(settings: Any) -> Callable[..., Visitor]:
    """`enter(One, Two)` answers a visitor at the first of these steps."""

    def enter(*steps: type[Action]) -> Visitor:
        flow = type("Flow", (Scaffold,), {"action_set": list(steps), "transition": Linear})
        handler = in_code.serve(settings, flow)
        settings.ROOT_URLCONF.urlpatterns.insert(0, path("accounts/", include("allauth.urls")))
        visitor = Visitor()
        visitor.opens(handler.flow_entry_link(handler.entry_points[0]))
        return visitor

    return enter


@pytest.fixture
def ada() -> Any:
    user = get_user_model().objects.create_user("ada", "ada@example.com", SECRET)
    EmailAddress.objects.create(user=user, email="ada@example.com", verified=True, primary=True)
    return user
