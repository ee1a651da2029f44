"""Saved answers in the admin: who may see, export and delete them, and what an export holds."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from flow_blocks.models import SavedAnswers, SavedFile
from tests.flow_blocks.admin.staff import staff
from tests.flow_blocks.rows import ago, answers, line, with_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Client:
    return staff("view", "delete")


def url(name: str, *args: Any) -> str:
    """`Any`: keys."""
    return reverse(f"flow_saved_answers:{name}", args=args)


def exported(client: Client, kind: str, **query: str) -> list[list[str]]:
    response = client.get(url("index"), {"export": kind, **query})
    assert response.status_code == 200
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]


def test_rows_are_listed(boss: Client) -> None:
    answers(line("Name", "Ada"), line("Colour", "red"), email="ada@b.example")

    page = boss.get(url("index")).content.decode()

    assert "Ada · red" in page
    assert "ada@b.example" in page
    assert "Sign-ups" in page


def test_a_row_is_shown_with_its_labels(boss: Client) -> None:
    row = answers(line("Name", "Ada"), line("Colour", "red", step="look", title="Looks"))

    page = boss.get(url("inspect", row.pk)).content.decode()

    assert "<h2>You</h2>" in page
    assert "<h2>Looks</h2>" in page
    assert "<dt>Colour</dt>" in page
    assert "<dd>red</dd>" in page


def test_odd_answers_are_text_in_the_admin(boss: Client, hostile: str) -> None:
    row = answers(line(hostile, hostile), email="ada@b.example", title=hostile[:100])

    for page in (boss.get(url("index")), boss.get(url("inspect", row.pk))):
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.content.decode()


def test_rows_are_searched_and_filtered(boss: Client) -> None:
    answers(line("Name", "Ada"), title="News", created_at=ago(days=9))
    answers(line("Name", "Grace"), title="Orders")

    found = [
        boss.get(url("index"), query).context["object_list"].count()
        for query in (
            {"q": "grace"},
            {"title": "News"},
            {"title": "News", "q": "grace"},
            {"created_at_from": ago(days=1).date().isoformat()},
        )
    ]

    assert found == [1, 1, 0, 1]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_has_a_column_for_every_question(boss: Client, kind: str) -> None:
    answers(line("Name", "Ada"), line("Colour", "red"), created_at=ago(days=2))
    answers(line("Name", "Eve"), line("Name", "Bob", step="b", title="Billing"))

    heads, *rows = exported(boss, kind)

    assert heads[:6] == ["Saved", "List", "Flow", "Email address", "User", "Erased after"]
    assert heads[6:] == ["You: Name", "Billing: Name", "Colour"]
    assert [row[6:] for row in rows] == [["Eve", "Bob", ""], ["Ada", "", "red"]]


def test_an_export_holds_what_the_list_shows(boss: Client) -> None:
    answers(line("Name", "Ada"), title="News")
    answers(line("Colour", "red"), title="Orders")

    heads, *rows = exported(boss, "csv", title="News")

    assert (heads[6:], len(rows)) == (["Name"], 1)


FORMULAS = [
    "=1+1",
    "+49 30 123",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(boss: Client, formula: str) -> None:
    """OWASP, "CSV Injection": in answers, in labels, in titles of lists."""
    answers(line(formula, formula), title=formula)

    heads, row = exported(boss, "csv")

    assert row[1] == row[6] == heads[6] == f"'{formula}"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula(boss: Client, formula: str) -> None:
    answers(line(formula, formula), title=formula)

    response = boss.get(url("index"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]

    assert sheet is not None
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_format_cannot_hold_breaks_no_export(boss: Client, kind: str) -> None:
    answers(line("Na\x0bme", "A\x01d\x1ba\ufffe"), title="x\x08")

    heads, row = exported(boss, kind)

    assert (heads[6], row[6], row[1]) == ("Name", "Ada", "x")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_odd_answers_come_out_as_they_went_in(boss: Client, kind: str, hostile: str) -> None:
    answers(line("Name", hostile))

    _heads, row = exported(boss, kind)

    assert row[6] == hostile


def test_huge_answers_are_exported(boss: Client) -> None:
    """A cell of a workbook holds 32 767 characters."""
    answers(line("Name", "x" * 100_000))

    assert exported(boss, "csv")[1][6] == "x" * 100_000
    assert exported(boss, "xlsx")[1][6] == "x" * 32_767


def test_damaged_rows_are_shown_as_far_as_they_go(boss: Client) -> None:
    """Written by an earlier version, say."""
    row = answers()
    SavedAnswers.objects.update(answers=[{"label": None}, "text", {"value": 1}, None])

    assert boss.get(url("inspect", row.pk)).status_code == 200
    assert len(exported(boss, "csv")) == 2
    SavedAnswers.objects.update(answers={"not": "a list"})
    assert boss.get(url("index")).status_code == 200


@pytest.mark.parametrize("codenames", [(), ("delete",)])
def test_who_may_not_view_sees_nothing(codenames: tuple[str, ...], settings: Any, tmp_path: Any):
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    row = answers(line("Name", "Ada"))
    file = with_file(row)
    client = staff(*codenames)

    pages = [
        client.get(url("index")),
        client.get(url("index_results")),
        client.get(url("index"), {"export": "csv"}),
        client.get(url("inspect", row.pk)),
        client.get(url("delete", row.pk)),
        client.post(url("delete", row.pk)),
        client.get(url("file", row.pk, file.pk)),
    ]

    assert {page.status_code for page in pages} == {302}
    assert {page.headers["Location"] for page in pages} == {"/admin/"}
    assert SavedAnswers.objects.exists()


def test_who_may_view_may_not_delete() -> None:
    row = answers(line("Name", "Ada"))
    client = staff("view")

    listed = client.get(url("index"))
    client.post(url("delete", row.pk))
    client.post(f"/admin/bulk/flow_blocks/savedanswers/delete/?id={row.pk}")

    assert listed.status_code == 200
    assert "data-bulk-action-checkbox" not in listed.content.decode()
    assert SavedAnswers.objects.exists()


def test_visitors_are_led_to_the_log_in(client: Client) -> None:
    response = client.get(url("index"))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


def test_a_row_is_deleted_and_the_log_says_so(boss: Client) -> None:
    row = answers(line("Name", "Ada"), email="ada@b.example")

    boss.post(url("delete", row.pk))

    entry = ModelLogEntry.objects.get()
    assert not SavedAnswers.objects.exists()
    assert (entry.action, entry.label, entry.deleted) == ("wagtail.delete", str(row), True)
    assert "ada" not in entry.label.lower()


def test_ticked_rows_are_deleted_and_logged(boss: Client) -> None:
    gone, kept = [answers(), answers()], answers()
    path = "/admin/bulk/flow_blocks/savedanswers/delete/"
    query = "&".join(f"id={row.pk}" for row in gone)

    asked = boss.get(f"{path}?{query}&next={url('index')}")
    boss.post(f"{path}?{query}&next={url('index')}")

    assert "Shall these be deleted?" in asked.content.decode()
    assert list(SavedAnswers.objects.all()) == [kept]
    assert ModelLogEntry.objects.count() == 2


def test_all_at_once_cannot_be_ticked(boss: Client) -> None:
    """ "All" would be all there are, whatever filter the list had."""
    answers()

    response = boss.post("/admin/bulk/flow_blocks/savedanswers/delete/?id=all")

    assert response.status_code == 404
    assert SavedAnswers.objects.exists()


@pytest.fixture
def file(settings: Any, tmp_path: Any) -> SavedFile:
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    return with_file(answers(line("Name", "Ada")), b"<script>alert(1)</script>", name="a.html")


def test_an_upload_is_downloaded_and_never_shown(boss: Client, file: SavedFile) -> None:
    page = boss.get(url("inspect", file.answers_id)).content.decode()

    response = boss.get(url("file", file.answers_id, file.pk))

    assert url("file", file.answers_id, file.pk) in page
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"] == 'attachment; filename="a.html"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_an_upload_that_is_gone_or_another_rows_is_not_found(boss: Client, file: SavedFile) -> None:
    other = answers()
    elsewhere = boss.get(url("file", other.pk, file.pk))
    SavedFile.objects.update(key="saved-answers/nowhere")

    gone = boss.get(url("file", file.answers_id, file.pk))

    assert (elsewhere.status_code, gone.status_code) == (404, 404)


@pytest.mark.parametrize(("codename", "is_there"), [("view", True), ("delete", False), ("", False)])
def test_the_menu_has_it_for_who_may(codename: str, is_there: bool) -> None:
    client = staff(*filter(None, [codename]))

    menu = client.get("/admin/").content.decode()

    assert (url("index") in menu) is is_there
