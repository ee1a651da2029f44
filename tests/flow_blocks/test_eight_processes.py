"""Eight operating-system processes are sent one form: one row is saved, and one mail is sent."""

from pathlib import Path

import pytest

from cmsflows.testing import Visitor, flow_page, step
from flow_blocks.models import SavedAnswers, SentMail
from tests.fixtures.stores import chosen
from tests.journeys.processes import sent_at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LETTER = {"subject": "Welcome, {name}", "body": "<p>Dear {name}</p>"}


@pytest.fixture(autouse=True)
def _shared() -> None:
    if chosen() == "memory":
        pytest.xfail("Memory is one process's own.")


def test_of_eight_at_once_one_saves_and_one_sends(tmp_path: Path) -> None:
    """B16"""
    flow_page(
        step("contact_details", "You", options={"phone": "no"}),
        step("save_answers", "Save"),
        step("send_email", "Mail", options=LETTER),
        step("message", "Thanks"),
    )
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(name="Ada", email="ada@b.example")

    saved = sent_at_once(visitor, tmp_path / "save.json", urls="tests.urls")
    visitor.opens(saved[0][1])
    sent = sent_at_once(visitor, tmp_path / "send.json", urls="tests.urls")

    assert (len(set(saved)), len(set(sent))) == (1, 1)
    assert SavedAnswers.objects.count() == 1
    assert list(SentMail.objects.values_list("status", "tries")) == [("sent", 1)]
