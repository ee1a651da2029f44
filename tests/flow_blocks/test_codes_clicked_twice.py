"""A form with a code, sent by several operating-system processes at once."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from cmsflows.testing import Visitor
from flow_blocks.models import EmailedCode
from tests.fixtures.stores import chosen
from tests.flow_blocks.mails import another, last_code
from tests.flow_blocks.test_a_forgotten_password import asked, asking, checkout
from tests.journeys.processes import sent_at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

URLS = "tests.urls"


@pytest.fixture
def visitor() -> Visitor:
    """At the code."""
    if chosen() == "memory":
        pytest.xfail("Memory is one process's own.")
    get_user_model().objects.create_user("ada", "ada@example.com", "a difference engine")
    checkout()
    return asked(asking())


def test_all_clicks_on_a_right_code_lead_on(visitor: Visitor, tmp_path: Path) -> None:
    """However often it was clicked: one used the code up, and the others are led after it."""
    answers = sent_at_once(visitor, tmp_path / "order.json", urls=URLS, workers=4, code=last_code())
    visitor.opens(answers[0][1])

    assert {status for status, _url in answers} == {303}
    assert visitor.step == "new-password"


def test_of_many_guesses_at_once_five_are_heard(visitor: Visitor, tmp_path: Path) -> None:
    """Each answer is a page: that it was wrong, or that no more may be tried."""
    answers = sent_at_once(
        visitor, tmp_path / "order.json", urls=URLS, workers=8, code=another(last_code())
    )

    assert {status for status, _url in answers} == {200}
    assert EmailedCode.objects.get().tries == 5
    visitor.submits(code=last_code())
    assert visitor.step == "code"
    assert len(mail.outbox) == 1
