"""Versions: made once, kept unchanged, found by flow and hash."""

import pytest

from cmsflows.cms.reader import read_stream
from cmsflows.cms.versions import FlowVersion, forget_compiled, load_compiled, store_version
from tests.cms.streams import action, nested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    forget_compiled()


def test_a_version_gives_back_what_was_stored() -> None:
    definition = read_stream(nested(8), title="Checkout")

    store_version("page:1", definition)

    compiled = load_compiled("page:1", definition.version)
    assert compiled is not None
    assert compiled.version == definition.version
    assert len(compiled.definition.actions) == 8


@pytest.mark.parametrize("number", [1.0, 1e100, 1.5, 10**30, -0.0])
def test_numbers_keep_the_address_of_a_version(number: float) -> None:
    """A database that wrote them anew would change the hash that tasks are pinned to."""
    definition = read_stream([action("One", options={"n": number})])
    store_version("page:1", definition)

    compiled = load_compiled("page:1", definition.version)

    assert compiled is not None
    assert compiled.version == definition.version


def test_storing_the_same_twice_makes_one_row() -> None:
    definition = read_stream([action("One")])

    assert store_version("page:1", definition) == store_version("page:1", definition)
    assert FlowVersion.objects.count() == 1


def test_two_flows_never_share_a_version() -> None:
    """B48."""
    definition = read_stream([action("One")])
    store_version("page:1", definition)

    assert load_compiled("page:2", definition.version) is None


def test_what_was_never_stored_is_nothing() -> None:
    assert load_compiled("page:1", "0" * 64) is None


def test_a_version_is_read_once(django_assert_num_queries: pytest.FixtureRequest) -> None:
    definition = read_stream([action("One")])
    store_version("page:1", definition)

    with django_assert_num_queries(1):  # type: ignore[operator]
        first = load_compiled("page:1", definition.version)
        second = load_compiled("page:1", definition.version)

    assert first is second


def test_what_is_missing_is_asked_for_again() -> None:
    """Another process may be about to store it."""
    definition = read_stream([action("One")])

    before = load_compiled("page:1", definition.version)
    store_version("page:1", definition)

    assert before is None
    assert load_compiled("page:1", definition.version) is not None


def test_a_version_names_itself() -> None:
    version = FlowVersion(flow="page:1", sha256="0123456789abcdef" * 4)

    assert str(version) == "page:1@0123456789ab"
