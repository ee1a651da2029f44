"""`manage.py clean_up_flow_blocks`, and the Celery task that does the same."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from flow_blocks.accounts.codes import Errand, make_code
from flow_blocks.models import EmailedCode
from flow_blocks.tasks import clean_up_flow_blocks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_codes() -> None:
    for task in ("a", "b"):
        make_code(Errand("new_password", task, f"{task}@example.com"))
    EmailedCode.objects.filter(task="a").update(expires_at=timezone.now() - timedelta(hours=2))


def test_the_command_deletes_old_codes_and_says_so() -> None:
    said = StringIO()

    call_command("clean_up_flow_blocks", stdout=said)

    assert said.getvalue() == "1 old code was deleted.\n"
    assert [each.task for each in EmailedCode.objects.all()] == ["b"]


def test_the_task_deletes_old_codes() -> None:
    clean_up_flow_blocks()

    assert [each.task for each in EmailedCode.objects.all()] == ["b"]
