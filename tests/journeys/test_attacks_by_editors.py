"""What an editor's browser may send is not what the editor's page offers."""

import pytest

from cmsflows.testing import Visitor, flow_page, step
from tests.shop import checkout

pytestmark = pytest.mark.django_db


def test_a_class_that_nobody_registered_is_no_step(ungated, caplog):
    """Its module is imported, and its path would name it; but it was never offered to editors."""
    path = f"{checkout.__name__}.ConfirmItem"
    flow_page(step("test_note", "Hello"), step(path, "Not for editors"))
    visitor = Visitor()
    visitor.opens("/checkout/")

    visitor.submits()

    assert visitor.page.status_code == 503
    assert "No action is registered as" in caplog.text
