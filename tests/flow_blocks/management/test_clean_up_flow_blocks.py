"""`manage.py clean_up_flow_blocks` deletes what is expired, and no more."""

import io
import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cmsflows.engine.file_storage import file_storage
from flow_blocks.accounts.codes import Errand, make_code
from flow_blocks.models import EmailedCode, SavedAnswers, SavedFile, SentMail
from flow_blocks.models.saved_file import new_key
from flow_blocks.tasks import clean_up_flow_blocks
from tests.flow_blocks.rows import ago, answers, line, mail, with_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")


def cleaned(**options: Any) -> list[str]:
    out = io.StringIO()
    call_command("clean_up_flow_blocks", stdout=out, **options)
    return out.getvalue().splitlines()


def test_answers_go_when_their_time_is_over() -> None:
    """In batches smaller than what there is."""
    for _number in range(5):
        answers(erase_at=ago(seconds=1))
    kept = [answers(erase_at=timezone.now() + timedelta(days=1)), answers(erase_at=None)]

    said = cleaned(batch=2)

    assert "saved answers: 5" in said
    assert list(SavedAnswers.objects.order_by("pk")) == kept


def test_uploads_go_with_them() -> None:
    row = answers(line("Name", "Ada"), erase_at=ago(seconds=1))
    file = with_file(row)

    cleaned()

    assert not SavedFile.objects.exists()
    assert not file_storage().exists(file.key)


def test_mails_are_listed_for_a_month() -> None:
    mail(created_at=ago(days=31))
    young = mail(key="young", created_at=ago(days=29))

    said = cleaned()

    assert "mails of flows: 1" in said
    assert list(SentMail.objects.all()) == [young]


def test_uploads_that_nobody_owns_go_after_a_day() -> None:
    """A process may die between a copy and its row."""
    owned = with_file(answers())
    storage = file_storage()
    left, young = (storage.save(new_key(), _content()) for _ in range(2))
    for key in (owned.key, left):
        os.utime(storage.path(key), (0, 0))

    said = cleaned()

    assert "uploads in saved answers: 1" in said
    assert [storage.exists(key) for key in (owned.key, left, young)] == [True, False, True]


def _content() -> Any:
    """`Any`: Django's file."""
    return io.BytesIO(b"left")


def test_codes_go_once_they_are_too_old_to_be_used() -> None:
    for task in ("old", "young"):
        make_code(Errand("new_password", task, f"{task}@example.com"))
    EmailedCode.objects.filter(task="old").update(expires_at=ago(hours=2))

    said = cleaned()

    assert "emailed codes: 1" in said
    assert [each.task for each in EmailedCode.objects.all()] == ["young"]


def test_nothing_expired_is_nothing_deleted() -> None:
    answers()

    said = cleaned()

    assert {line.rpartition(": ")[2] for line in said} == {"0"}


def test_the_task_does_the_same() -> None:
    answers(erase_at=ago(seconds=1))

    clean_up_flow_blocks()
    clean_up_flow_blocks()

    assert not SavedAnswers.objects.exists()


def test_a_batch_of_nothing_is_refused() -> None:
    with pytest.raises(CommandError, match="A batch has at least one row"):
        cleaned(batch=0)
