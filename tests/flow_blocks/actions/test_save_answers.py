"""Save the answers: on a flow page, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cmsflows.engine.file_storage import file_storage
from cmsflows.testing import Visitor, flow_page, node_id, step
from flow_blocks.models import SavedAnswers, SavedFile
from tests.cms.posting import edit
from tests.flow_blocks.at_once import submits_in_all_tabs
from tests.journeys.records import task_of

pytestmark = pytest.mark.django_db(transaction=True)

YOU = step("contact_details", "You", options={"phone": "no"})
SIZE = step(
    "choice",
    "Size",
    options={"question": "Which size?", "choices": [{"label": "Small", "value": "s"}]},
)
THANKS = step("message", "Thanks")


def save(title: str = "Save", **options: Any) -> dict[str, Any]:
    given = {"list_title": "Newsletter sign-ups", "days": 30, "entries": []}
    return step("save_answers", title, options={**given, **options})


def at_the_saving(*steps: dict[str, Any], name: str = "Ada") -> Visitor:
    flow_page(SIZE, YOU, *(steps or (save(),)), THANKS)
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(choice="s")
    visitor.submits(name=name, email="Ada@B.example")
    return visitor


def told(row: SavedAnswers) -> list[tuple[str, str, str]]:
    return [(line["title"], line["label"], line["value"]) for line in row.lines]


def test_nothing_is_saved_before_the_button_is_pressed() -> None:
    visitor = at_the_saving()

    assert "When you continue, we save your answers. We erase them after" in visitor.text
    assert not SavedAnswers.objects.exists()


def test_answers_are_saved_as_they_were_asked() -> None:
    visitor = at_the_saving()

    visitor.submits()

    row = SavedAnswers.objects.get()
    assert visitor.sees("thanks")
    assert told(row) == [
        ("Size", "Which size?", "Small"),
        ("You", "Name", "Ada"),
        ("You", "Email address", "Ada@B.example"),
    ]
    assert row.lines[0]["step"] == node_id("Size")
    assert (row.title, row.flow_title) == ("Newsletter sign-ups", "Checkout")
    assert (row.email, row.user) == ("ada@b.example", None)
    assert row.flow == task_of(visitor).flow


def test_the_row_says_until_when_it_is_kept() -> None:
    at_the_saving().submits()

    row = SavedAnswers.objects.get()
    assert row.erase_at is not None
    assert abs(row.erase_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)


def test_without_days_it_is_kept_until_it_is_erased() -> None:
    visitor = at_the_saving(save(days=None))
    shown = visitor.text
    visitor.submits()

    assert SavedAnswers.objects.get().erase_at is None
    assert "We erase them after" not in shown


def test_only_what_the_editor_has_chosen_is_saved() -> None:
    """Not even whose it is."""
    at_the_saving(save(entries=["name", "choice"])).submits()

    row = SavedAnswers.objects.get()
    assert told(row) == [("", "Name", "Ada"), ("", "Choice", "s")]
    assert (row.email, row.user) == ("", None)


def test_a_dictionary_is_saved_part_by_part() -> None:
    flow_page(step("address", "Where", name="billing"), save(entries=["billing.address"]), THANKS)
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(line_1="Street 1", line_2="", postcode="89073", city="Ulm", country="DE")

    visitor.submits()

    found = {line["name"]: line["value"] for line in SavedAnswers.objects.get().lines}
    assert found["billing.address.city"] == "Ulm"
    assert "billing.address.line_2" not in found


def test_a_form_sent_twice_makes_one_row() -> None:
    visitor = at_the_saving()
    twin = visitor.twin()

    visitor.submits()
    twin.submits()

    assert SavedAnswers.objects.count() == 1
    assert twin.sees("thanks")


def test_eight_at_once_make_one_row() -> None:
    visitor = at_the_saving()

    seen = submits_in_all_tabs(visitor)

    assert SavedAnswers.objects.count() == 1
    assert seen == ["thanks"] * 8


def test_what_is_saved_does_not_change_any_more() -> None:
    """A form that was open in another tab comes too late."""
    visitor = at_the_saving()
    late = visitor.twin()
    late.goes_back()
    visitor.submits()

    late.submits(name="Grace", email="grace@b.example")

    assert late.sees("thanks")
    assert told(SavedAnswers.objects.get())[1] == ("You", "Name", "Ada")


def test_who_died_half_way_tries_again(monkeypatch: Any) -> None:
    visitor = at_the_saving()
    with monkeypatch.context() as patch:
        patch.setattr("flow_blocks.actions.save_answers.save_once", die)
        with pytest.raises(OSError, match="the power is gone"):
            visitor.submits()
    visitor.opens(visitor.url)
    visitor.submits(_settle="1")

    visitor.submits()

    assert SavedAnswers.objects.count() == 1
    assert visitor.sees("thanks")


def die(*args: object) -> None:
    raise OSError("the power is gone")


def test_who_is_logged_in_owns_the_row() -> None:
    user = get_user_model().objects.create_user("ada", email="A@b.example", password="x")
    flow_page(SIZE, save(), THANKS)
    visitor = Visitor()
    visitor.client.force_login(user)
    visitor.opens("/checkout/")
    visitor.submits(choice="s")

    visitor.submits()

    row = SavedAnswers.objects.get()
    assert (row.user, row.email) == (user, "a@b.example")


def test_passwords_are_never_saved() -> None:
    """B28"""
    flow_page(step("test_secret", "Secret"), save(), THANKS)
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(password="s3cret", card="4242424242424242", nickname="Ada")

    visitor.submits()

    row = SavedAnswers.objects.get()
    assert told(row) == [("Secret", "Nickname", "Ada")]
    assert "s3cret" not in row.text


def test_odd_answers_are_text(hostile: str) -> None:
    at_the_saving(name=hostile).submits()

    assert told(SavedAnswers.objects.get())[1][2] == hostile.strip()


def test_a_newsletter_from_beginning_to_end() -> None:
    letter = {"subject": "Welcome", "body": "<p>Dear {name}</p>"}
    flow_page(
        YOU, step("check_answers", "Check"), save(), step("send_email", "Mail", options=letter)
    )
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(name="Ada", email="ada@b.example")
    for _ in range(3):
        visitor.submits()

    assert visitor.page is not None
    assert visitor.page.templates[0].name == "cmsflows/done.html"
    assert SavedAnswers.objects.count() == 1
    assert mail.outbox[0].body == "Dear Ada\n"


@pytest.fixture
def uploading(settings: Any, tmp_path: Any) -> Visitor:
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    flow_page(step("test_upload", "Papers"), save())
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(paper=SimpleUploadedFile("cv.pdf", b"a paper", "application/pdf"))
    return visitor


def test_an_upload_is_copied_and_outlives_the_run(uploading: Visitor) -> None:
    uploading.submits()

    row = SavedAnswers.objects.get()
    file = SavedFile.objects.get()
    assert told(row) == [("Papers", "Paper", "cv.pdf")]
    assert row.lines[0]["file"] == file.pk
    assert (file.name, file.size, file.answers) == ("cv.pdf", 7, row)
    with file.open() as content:
        assert content.read() == b"a paper"


def test_an_upload_goes_with_its_row(uploading: Visitor) -> None:
    uploading.submits()
    file = SavedFile.objects.get()

    SavedAnswers.objects.all().delete()

    with pytest.raises(FileNotFoundError):
        file.open()


def test_a_copy_that_fails_leaves_nothing(uploading: Visitor, monkeypatch: Any) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("flow_blocks.models.SavedFile.objects.create", die_of_it)
        with pytest.raises(OSError, match="the power is gone"):
            uploading.submits()

    assert not SavedAnswers.objects.exists()
    assert SavedFile.delete_expired(batch=10) == 0


def test_an_upload_that_is_gone_keeps_nothing_else_from_being_saved(uploading: Visitor) -> None:
    (key,) = task_of(uploading).files
    file_storage().delete(key)

    uploading.submits()

    assert told(SavedAnswers.objects.get()) == [("Papers", "Paper", "cv.pdf")]
    assert not SavedFile.objects.exists()


def die_of_it(**kwargs: object) -> None:
    raise OSError("the power is gone")


def test_an_entry_that_is_gone_is_told_at_the_field(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("boss", password="x"))
    page = flow_page(YOU, save(), THANKS)
    page.flow = [YOU, save(entries=["name", "colour"]), THANKS]
    page.save_revision()

    response = edit(client, page, publish=True)

    (error,) = response.context["form"].errors.as_data()["flow"]
    below = error.block_errors[1].block_errors["options"].block_errors
    assert below["entries"].messages == ["Nothing in this flow asks for “colour” any more."]
