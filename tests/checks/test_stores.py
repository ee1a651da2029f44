"""What a store cannot do is said at start, whole."""

import pytest
from django.core.checks import Warning

from cmsflows.checks import check_what_stores_can
from cmsflows.statestore.loading import forget, store_of
from cmsflows.statestore.memory_store import StateStore
from tests.statestore.two_method_stores import Deleting

HINT = (
    "Make it a subclass of cmsflows.statestore.base.VersionedStateStore, or take one of those that "
    "come with cmsflows. Until then a visitor with two tabs may lose answers."
)


@pytest.fixture(autouse=True)
def _forget():
    forget()
    yield
    forget()


def test_a_store_of_two_methods_is_a_warning(settings):
    """B55"""
    settings.FLOWS_STATE_STORE = "tests.statestore.two_method_stores"

    assert check_what_stores_can(None) == [
        Warning(
            "tests.statestore.two_method_stores.StateStore cannot refuse a write that would "
            "overwrite a newer one, nor list the tasks of one visitor, nor delete what is expired.",
            hint=HINT,
            id="cmsflows.W003",
        )
    ]


def test_a_store_that_a_handler_names_is_looked_at_too():
    store_of(Deleting)

    (warning,) = check_what_stores_can(None)

    assert warning.msg.startswith("tests.statestore.two_method_stores.Deleting cannot refuse")


def test_a_store_that_lacks_one_thing_is_told_that():
    class Unlisted(StateStore):
        supports_find = False

    store_of(Unlisted)

    (warning,) = check_what_stores_can(None)

    assert warning.msg.endswith("Unlisted cannot list the tasks of one visitor.")


@pytest.mark.parametrize("store", ["django_store", "memory_store", "redis_store", "tmpfile_store"])
def test_the_stores_that_come_with_cmsflows_pass(settings, store):
    """Redis need not be asked to delete what it forgets."""
    settings.FLOWS_STATE_STORE = f"cmsflows.statestore.{store}"

    assert check_what_stores_can(None) == []


def test_a_store_that_is_none_is_not_told_twice(settings):
    settings.FLOWS_STATE_STORE = "cmsflows.conf"

    assert check_what_stores_can(None) == []
