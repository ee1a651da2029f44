"""A visitor notices nothing of where the tasks rest; `StoreContract` says what stores promise."""

import pytest

from cmsflows.statestore.loading import default_store, forget
from cmsflows.statestore.two_methods import TwoMethodStore
from cmsflows.testing import Visitor
from tests.statestore.keys import OLD_KEY

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shop.urls")]

FORMS = [
    {},
    {"email": "a@example.org", "password": "secret"},
    {},
    {},
]
"""The shop's checkout, from its first step to its end."""


@pytest.fixture(autouse=True)
def _forget():
    """Stores are made anew, under the settings of each test."""
    forget()
    yield
    forget()


@pytest.fixture
def on_redis(settings, shared_redis_server, request):
    settings.FLOWS_REDIS_STATE_STORE_URL = shared_redis_server.url
    settings.FLOWS_REDIS_STATE_STORE_PREFIX = f"{request.node.name}:"


@pytest.fixture
def on_a_cluster(settings, redis_cluster, request):
    redis_cluster.start()
    settings.FLOWS_REDIS_STATE_STORE_CLUSTER = True
    settings.FLOWS_REDIS_STATE_STORE_URL = redis_cluster.url
    settings.FLOWS_REDIS_STATE_STORE_PREFIX = "journeys:"


@pytest.fixture
def in_files(settings, tmp_path):
    settings.FLOWS_TMPFILE_STATE_STORE_DIRECTORY = str(tmp_path / "tasks")


@pytest.fixture(
    params=[
        ("cmsflows.statestore.django_store", None),
        ("cmsflows.statestore.memory_store", None),
        ("cmsflows.statestore.redis_store", "on_redis"),
        ("cmsflows.statestore.redis_store", "on_a_cluster"),
        ("cmsflows.statestore.tmpfile_store", "in_files"),
        ("tests.statestore.two_method_stores", None),
        ("tests.statestore.two_method_stores.Deleting", None),
    ],
    ids=lambda param: f"{param[0].rpartition('.')[2]}-{param[1]}",
)
def store(request, settings):
    """The store that FLOWS_STATE_STORE names."""
    settings.FLOWS_STATE_STORE, wanted = request.param
    if wanted:
        request.getfixturevalue(wanted)
    return default_store()


@pytest.mark.parametrize("keys", [[], [OLD_KEY]], ids=["in the clear", "encrypted"])
def test_a_checkout_is_walked_to_its_end(store, settings, keys):
    """B55, among others"""
    settings.FLOWS_ENCRYPTION_KEYS = keys
    visitor = Visitor()
    visitor.opens("/shop/checkout/kettle/")

    steps = [visitor.submits(**form) and visitor.step for form in FORMS]

    assert steps == ["log-in", "saved-method", "confirm-and-pay", "kettle"]
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_two_tabs_of_one_visitor_are_two_tasks(store):
    """B15"""
    first = Visitor()
    second = Visitor(first.client)
    for visitor in (first, second):
        visitor.opens("/shop/checkout/kettle/")
        visitor.submits()

    for form in FORMS[1:]:
        first.submits(**form)

    assert first.page.templates[0].name == "cmsflows/done.html"
    assert second.step == "log-in"
    second.submits(**FORMS[1])
    assert second.sees("saved-method")


def test_a_store_of_two_methods_is_one_of_those(settings):
    settings.FLOWS_STATE_STORE = "tests.statestore.two_method_stores"

    assert isinstance(default_store(), TwoMethodStore)
