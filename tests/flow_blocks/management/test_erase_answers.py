"""`manage.py erase_answers` erases what is kept of one person, and of nobody else."""

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from cmsflows.engine.file_storage import file_storage
from flow_blocks.models import SavedAnswers, SentMail
from tests.flow_blocks.rows import answers, line, mail, with_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")


def erased(**options: Any) -> str:
    out = io.StringIO()
    call_command("erase_answers", stdout=out, **options)
    return out.getvalue()


def test_all_about_an_address_is_erased() -> None:
    """However it is written, and under whatever question it was answered."""
    answers(email="ada@b.example")
    answers(line("Friend", "Write to ADA@b.example, please"))
    others = [answers(email="ada@b.example.org"), answers(line("Name", "nada@b.example"))]
    mail(to="us@b.example, Ada@B.example")
    mail(to="us@b.example", reply_to="ada@b.example")
    other = mail(to="nada@b.example")

    said = erased(email=" Ada@b.EXAMPLE ")

    assert said == "2 saved answers were erased.\n2 mails were erased.\n"
    assert list(SavedAnswers.objects.order_by("pk")) == others
    assert list(SentMail.objects.all()) == [other]


def test_all_of_a_user_is_erased() -> None:
    user = get_user_model().objects.create_user("ada", password="x")
    answers(user=user)
    other = answers()

    said = erased(user="ada")

    assert said == "1 saved answer was erased.\n0 mails were erased.\n"
    assert list(SavedAnswers.objects.all()) == [other]


def test_uploads_go_too() -> None:
    file = with_file(answers(email="ada@b.example"))

    erased(email="ada@b.example")

    assert not file_storage().exists(file.key)


def test_a_dry_run_erases_nothing() -> None:
    answers(email="ada@b.example")

    said = erased(email="ada@b.example", dry_run=True)

    assert said == "1 saved answer would be erased.\n0 mails would be erased.\n"
    assert SavedAnswers.objects.count() == 1


@pytest.mark.parametrize("email", ["%", "_", "@", "example", ".", "a"])
def test_a_piece_of_an_address_is_nobody(email: str) -> None:
    answers(line("Email", "ada@b.example"), email="ada@b.example")

    assert erased(email=email).startswith("0 saved answers")
    assert SavedAnswers.objects.count() == 1


def test_nobody_is_refused() -> None:
    with pytest.raises(CommandError, match="Whose\\? Give --email, --user or both\\."):
        erased()


def test_an_unknown_user_is_refused() -> None:
    with pytest.raises(CommandError, match="There is no user 'eve'\\."):
        erased(user="eve")
