"""The plugin serves a site of somebody else's, and asks no more of it than it says."""

import pytest

from tests.testing.site import Site

TESTS = '''
"""The bakery's own tests."""

from cmsflows import Action, Scaffold
from cmsflows.engine.transitions import Linear
from cmsflows.testing import Visitor, flow_page, step


class Bread(Action):
    pass


class Butter(Action):
    pass


class Breakfast(Scaffold):
    action_set = [Bread, Butter]
    transition = Linear


def test_back_skips_nothing(visitor, serve_flow):
    visitor.starts(serve_flow(Breakfast))
    visitor.completes("bread")
    visitor.goes_back()
    assert visitor.sees("bread")


def test_a_page(visitor):
    visitor.starts(flow_page(step("message", "Welcome")))
    visitor.completes("welcome")


def test_a_step(serve_step):
    assert serve_step(Bread, data={}).answer


def test_what_goes_wrong_is_said(visitor, serve_flow):
    visitor.starts(serve_flow(Breakfast))
    visitor.completes("butter")
'''

BEFORE_DJANGO = """
import cmsflows.testing
import cmsflows.testing.plugin
from django.apps import apps

assert not apps.ready
"""


@pytest.mark.slow
def test_a_site_has_its_fixtures(bakery: Site) -> None:
    bakery.write("bakery/test_breakfast.py", TESTS)

    done = bakery.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db", "bakery")

    assert "1 failed, 3 passed" in done.stdout, done.stdout + done.stderr
    assert "The visitor is not at “butter”. The visitor sees “Bread” at /shop/" in done.stdout


def test_it_can_be_imported_before_django_has_started(bakery: Site) -> None:
    """As pytest imports what `-p` and `pytest_plugins` name."""
    bakery.passes("-c", BEFORE_DJANGO)
