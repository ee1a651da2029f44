"""Upload: one file or several, of the kinds that the editor allows."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cmsflows import FileReference
from cmsflows.engine.file_storage import file_storage
from cmsflows.testing import Visitor, flow_page, step
from flow_blocks.actions.upload import Upload
from tests.flow_blocks.answers.sample_files import EXE, HTML, PDF, SVG, picture, upload
from tests.flow_blocks.conftest import Serve
from tests.journeys.records import task_of

OPTIONS: dict[str, Any] = {
    "question": "Your passport",
    "required": True,
    "kinds": ["image", "pdf"],
    "megabytes": 1,
    "most": 1,
}
KINDS = "pictures (JPEG, PNG, GIF, WebP, HEIC) or PDF"


@pytest.fixture
def visitor(db: None, settings: Any, tmp_path: Any) -> Visitor:
    """At a step that takes three files, and need not have any."""
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    options = {**OPTIONS, "most": 3, "required": False}
    flow_page(
        step("message", "Welcome"),
        step("upload", "Files", options=options),
        step("check_answers", "Check"),
        step("message", "Thanks"),
    )
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits()
    return visitor


def kept(visitor: Visitor) -> list[FileReference]:
    files: list[FileReference] = task_of(visitor).state()["files"]
    return files


def stored(visitor: Visitor) -> int:
    return len(file_storage().listdir(task_of(visitor).id)[1])


def test_nothing_chosen_is_an_error(serve: Serve) -> None:
    served = serve("upload", OPTIONS, data={})

    assert served.errors == {"files": ["Choose a file."]}


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (
            b"just text",
            "photo.png",
            f"“photo.png” is of a kind that is not taken here. Choose {KINDS}.",
        ),
        (HTML, "photo.png", f"“photo.png” is of a kind that is not taken here. Choose {KINDS}."),
        (SVG, "a.svg", f"“a.svg” is of a kind that is not taken here. Choose {KINDS}."),
        (EXE, "a.pdf", f"“a.pdf” is of a kind that is not taken here. Choose {KINDS}."),
        (b"", "a.pdf", "“a.pdf” is empty. Choose another file."),
        (
            PDF + b"x" * 1024 * 1024,
            "a.pdf",
            "“a.pdf” is larger than 1.0\xa0MB. Choose a smaller file.",
        ),
        (
            picture(),
            "photo.html",
            "The name “photo.html” does not fit what is in the file. Save it as what it is, and "
            "choose it again.",
        ),
        (
            PDF,
            "a.pdf.exe",
            "The name “a.pdf.exe” does not fit what is in the file. Save it as what it is, and "
            "choose it again.",
        ),
    ],
)
def test_a_file_that_lies_is_refused(serve: Serve, content: bytes, name: str, error: str) -> None:
    """By its name, or by what the browser says."""
    served = serve("upload", OPTIONS, data={"files": upload(content, name)})

    assert served.errors == {"files": [error]}
    assert served.state == {}


def test_more_files_than_allowed_are_refused(serve: Serve) -> None:
    two = [upload(PDF, "a.pdf"), upload(PDF, "b.pdf")]

    one = serve("upload", OPTIONS, data={"files": two})
    three = serve("upload", {**OPTIONS, "most": 3}, data={"files": [*two, *two]})

    assert one.errors == {"files": ["Choose one file and no more."]}
    assert three.errors == {"files": ["Choose 3 files at most."]}


def test_a_kind_the_editor_does_not_allow_is_refused(serve: Serve) -> None:
    served = serve(
        "upload", {**OPTIONS, "kinds": ["pdf"]}, data={"files": upload(picture(), "a.png")}
    )

    assert served.errors == {
        "files": ["“a.png” is of a kind that is not taken here. Choose PDF."],
    }


def test_what_is_taken_is_said_beforehand(serve: Serve) -> None:
    served = serve("upload", OPTIONS)

    field = served.form.fields["files"]
    assert field.label == "Your passport"
    assert field.help_text == f"P{KINDS[1:]}, up to 1.0\xa0MB."
    assert ".png" in field.widget.attrs["accept"]


def test_the_editors_words_and_names_of_files_are_text(serve: Serve, hostile: str) -> None:
    options = {**OPTIONS, "question": hostile}

    served = serve("upload", options, data={"files": upload(HTML, f"{hostile}.png")})

    assert "<script>" not in str(served.form)


def test_files_are_kept_as_what_they_are(visitor: Visitor) -> None:
    visitor.submits(files=[upload(picture(), "../../me.png", "text/html"), upload(PDF, "a.pdf")])

    found = [(each.name, each.content_type) for each in kept(visitor)]
    assert visitor.step == "check"
    assert found == [("me.png", "image/png"), ("a.pdf", "application/pdf")]
    assert stored(visitor) == 2


def test_they_can_be_fetched_from_the_page_that_lists_them(visitor: Visitor) -> None:
    """B35"""
    visitor.submits(files=[upload(PDF, "a.pdf")])

    answer = visitor.client.get(visitor.form.links["a.pdf"])

    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'


def test_who_goes_back_adds_to_what_is_kept_and_removes_from_it(visitor: Visitor) -> None:
    visitor.submits(files=[upload(PDF, "a.pdf"), upload(PDF, "b.pdf")])
    first = kept(visitor)[0]
    visitor.goes_back()

    visitor.submits(**{"files": [upload(PDF, "c.pdf")], "files-remove": first.key})

    assert [each.name for each in kept(visitor)] == ["b.pdf", "c.pdf"]
    assert stored(visitor) == 2


def test_who_goes_back_and_changes_nothing_keeps_all(visitor: Visitor) -> None:
    visitor.submits(files=[upload(PDF, "a.pdf"), upload(PDF, "b.pdf")])
    visitor.goes_back()

    visitor.submits()

    assert visitor.step == "check"
    assert [each.name for each in kept(visitor)] == ["a.pdf", "b.pdf"]


def test_what_is_kept_counts(visitor: Visitor) -> None:
    visitor.submits(files=[upload(PDF, "a.pdf"), upload(PDF, "b.pdf")])
    visitor.goes_back()

    visitor.submits(files=[upload(PDF, "c.pdf"), upload(PDF, "d.pdf")])

    assert "Choose 3 files at most." in visitor.text
    assert stored(visitor) == 2


def test_all_can_be_removed_where_none_is_needed(visitor: Visitor) -> None:
    visitor.submits(files=[upload(PDF, "a.pdf")])
    only = kept(visitor)[0]
    visitor.goes_back()

    visitor.submits(**{"files-remove": only.key})

    assert (visitor.step, kept(visitor)) == ("check", [])


def test_another_visitors_file_cannot_be_named(visitor: Visitor) -> None:
    """B27: what is removed is one's own, or nothing."""
    visitor.submits(files=[upload(PDF, "a.pdf")])
    visitor.goes_back()

    visitor.submits(**{"files-remove": "0" * 32 + "/" + "0" * 32})

    assert [each.name for each in kept(visitor)] == ["a.pdf"]


def test_the_same_form_sent_twice_keeps_each_file_once(visitor: Visitor) -> None:
    tab = visitor.twin()

    for each in (visitor, tab):
        each.submits(files=[upload(PDF, "a.pdf")])

    assert (visitor.step, tab.step) == ("check", "check")
    assert stored(visitor) == 1


def test_files_are_right_at_the_end_as_they_were_when_they_came(visitor: Visitor) -> None:
    """B31"""
    visitor.submits(files=[upload(PDF, "a.pdf")])
    visitor.submits()

    visitor.submits()

    assert visitor.page is not None
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_a_huge_name_is_cut(visitor: Visitor) -> None:
    name = "x" * 5_000 + ".pdf"

    visitor.submits(files=[SimpleUploadedFile(name, PDF)])

    assert kept(visitor)[0].name.endswith("xx.pdf")


def test_an_editor_sets_what_is_taken() -> None:
    block = Upload.Options()

    value = block.clean(block.to_python({"question": "Files"}))

    assert (value["kinds"], value["megabytes"], value["most"]) == (["image", "pdf"], 10, 1)
