"""`export_flow`, `import_flow` and `show_flow`: thin doors, each with an honest exit."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cmsflows.models import FlowPage, ReusableGroup
from tests.cms.exchange.files import exported
from tests.cms.reusable.places import use
from tests.cms.streams import JsonObject, action, id_of, item, scaffold

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Any:
    return Page.objects.get(slug="home")


@pytest.fixture
def page(home: Any) -> FlowPage:
    flow = [
        item("test_plan", "Plan", exits={"skip": id_of("scaffold", "Group")}),
        scaffold("Group", action("End", preconditions=[{"type": "login_required"}])),
    ]
    made = home.add_child(instance=FlowPage(title="Checkout", slug="checkout", flow=flow))
    return made  # type: ignore[no-any-return]  # of Wagtail's tree


def said(name: str, *args: object, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, *map(str, args), stdout=out, **options)
    return out.getvalue()


def refusal(name: str, *args: object, **options: Any) -> tuple[str, list[str]]:
    """What a command ends with, and what it lists before."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(name, *map(str, args), stdout=out, **options)
    assert caught.value.returncode == 1
    return str(caught.value), out.getvalue().splitlines()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "flow.json"


def written(file: Path, data: JsonObject | str) -> Path:
    file.write_text(data if isinstance(data, str) else json.dumps(data))
    return file


@pytest.mark.parametrize("by", ["pk", "/checkout/", "checkout"])
def test_a_flow_is_exported_by_number_or_path(page: FlowPage, by: str) -> None:
    data = json.loads(said("export_flow", page.pk if by == "pk" else by))

    assert (data["format"], data["version"], data["title"]) == ("cmsflows", 1, "Checkout")
    assert [each["value"]["title"] for each in data["flow"]] == ["Plan", "Group"]


def test_a_draft_is_exported_when_it_is_asked_for(page: FlowPage) -> None:
    page.flow = [action("Draft")]
    page.save_revision()

    assert len(json.loads(said("export_flow", page.pk))["flow"]) == 2
    assert len(json.loads(said("export_flow", page.pk, draft=True))["flow"]) == 1


def test_an_export_goes_to_a_file(page: FlowPage, file: Path) -> None:
    assert said("export_flow", page.pk, output=str(file)) == ""

    assert file.read_text() == said("export_flow", page.pk)


def test_a_file_that_cannot_be_written_is_told(page: FlowPage, tmp_path: Path) -> None:
    sentence, _lines = refusal("export_flow", page.pk, output=str(tmp_path))

    assert "cannot be written" in sentence


@pytest.mark.parametrize("name", ["export_flow", "show_flow"])
@pytest.mark.parametrize("place", ["/nowhere/", "999999", "9" * 30, "/"])
def test_what_is_no_flow_page_is_told(name: str, place: str) -> None:
    assert refusal(name, place) == (f"There is no flow page at {place!r}.", [])


def test_what_was_exported_is_imported(page: FlowPage, file: Path) -> None:
    said("export_flow", page.pk, output=str(file))

    text = said("import_flow", file, parent="/")

    copy = FlowPage.objects.exclude(pk=page.pk).get()
    assert text == f"“Checkout” (page {copy.pk}) has a new draft.\n"
    assert not copy.live
    assert json.loads(said("export_flow", copy.pk))["flow"] == json.loads(file.read_text())["flow"]


def test_a_flow_is_imported_into_a_page(page: FlowPage, file: Path, admin_user: Any) -> None:
    written(file, exported(action("New")))

    said("import_flow", file, into="/checkout/", user="admin")

    page.refresh_from_db()
    assert page.get_latest_revision().user == admin_user
    assert json.loads(said("export_flow", page.pk, draft=True))["flow"][0]["id"] == id_of(
        "test_note", "New"
    )


def test_new_ids_are_given_when_they_are_asked_for(page: FlowPage, file: Path) -> None:
    written(file, exported(action("New")))

    said("import_flow", file, into=str(page.pk), new_ids=True)

    (step,) = json.loads(said("export_flow", page.pk, draft=True))["flow"]
    assert step["id"] != id_of("test_note", "New")


def test_a_dry_run_writes_nothing(home: Any, file: Path) -> None:
    written(file, exported(action("New")))

    text = said("import_flow", file, parent=str(home.pk), dry_run=True)

    assert text == "No problem was found; nothing was written.\n"
    assert not FlowPage.objects.exists()


def test_every_problem_is_listed_and_nothing_is_written(home: Any, file: Path) -> None:
    written(file, exported(item("gone"), action("One"), action("One")))

    sentence, lines = refusal("import_flow", file, parent=str(home.pk))

    assert sentence == "2 problems were found; nothing was written."
    assert lines == [
        "/flow/0/type: No installed app registers a step of the type “gone”.",
        "/flow/2/id: The step at /flow/1 has this id.",
    ]
    assert not FlowPage.objects.exists()


def test_unknown_steps_are_kept_when_it_is_asked_for(home: Any, file: Path) -> None:
    """B38."""
    gone = item("gone", "Gift", odd=[1])
    written(file, exported(gone))

    said("import_flow", file, parent=str(home.pk), keep_unknown=True)

    (page,) = FlowPage.objects.all()
    assert json.loads(said("export_flow", page.pk))["flow"] == [gone]


@pytest.mark.parametrize("text", ["", "{", "[", "[" * 100_000, "null", "NaN", '"x"'])
def test_a_file_that_is_no_flow_is_refused(home: Any, file: Path, text: str) -> None:
    refusal("import_flow", written(file, text), parent=str(home.pk))

    assert not FlowPage.objects.exists()


def test_a_large_file_is_not_read_to_its_end(home: Any, file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.truncate(50_000_000)

    assert refusal("import_flow", file, parent=str(home.pk)) == (
        "The file is larger than 10 MB.",
        [],
    )


def test_a_file_that_is_not_there_is_told(home: Any, file: Path) -> None:
    assert refusal("import_flow", file, parent=str(home.pk)) == (
        f"{file} cannot be read: No such file or directory.",
        [],
    )


def test_a_flow_is_piped_in(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.dumps(exported(action("One"))).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    said("import_flow", "-", parent=str(home.pk))

    assert FlowPage.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Say either --parent, for a new page, or --into, for one that is there."),
        (
            {"parent": "/", "into": "/"},
            "Say either --parent, for a new page, or --into, for one that is there.",
        ),
        ({"into": "/"}, "There is no flow page at '/'."),
        ({"parent": "/nowhere/"}, "There is no page at '/nowhere/'."),
        ({"parent": "/checkout/"}, "A flow page cannot be made below 'Checkout'."),
        ({"parent": "/", "user": "nobody"}, "There is no user 'nobody'."),
    ],
)
def test_where_it_cannot_go_is_told(
    page: FlowPage, file: Path, options: dict[str, str], sentence: str
) -> None:
    assert refusal("import_flow", written(file, exported()), **options)[0] == sentence


def test_a_locked_page_is_not_written_into(page: FlowPage, file: Path) -> None:
    FlowPage.objects.update(locked=True)

    sentence, _lines = refusal("import_flow", written(file, exported()), into="/checkout/")

    assert sentence == "'Checkout' is an alias, or locked."


def test_a_flow_is_shown(page: FlowPage) -> None:
    shared = ReusableGroup.objects.create(title="Delivery", flow=[action("Street")])
    when = {
        "op": "eq",
        "operand": {"step": id_of("test_plan", "Plan"), "field": "plan"},
        "value": "x",
    }
    branch = {
        "type": "branch",
        "options": {"arms": [{"when": when, "to": id_of("test_note", "A")}]},
    }
    which = scaffold("Which", action("A"), action("B"), transition=branch)
    page.flow = [*page.flow.raw_data, use(shared, when=when), which]
    page.save_revision()

    text = said("show_flow", page.pk, draft=True)

    assert text.startswith(f"Checkout (page:{page.pk})\n1 Plan\n")
    for line in (
        "    Key: test_plan.",
        "        Guarded by: login_required.",
        '    Shown only when: 1 Plan / plan eq "x".',
        f"    A copy of the reusable group {shared.pk}.",
        '    If 1 Plan / plan eq "x": 4.1 A.',
    ):
        assert f"\n{line}\n" in text
    assert "\n    Exit “No plan, thanks”: 2" in text


def test_a_flow_in_order_is_said_to_be(page: FlowPage) -> None:
    assert said("show_flow", page.pk).endswith("\nEvery step can run.\n")


def test_what_would_not_run_is_shown(page: FlowPage) -> None:
    page.flow = [item("gone", "Gift")]
    page.save_revision()

    text = said("show_flow", page.pk, draft=True)

    assert (
        "“1 Gift” is not available: this site no longer has the kind of step “gone”. "
        "Remove it, or ask a developer.\n"
    ) in text


def test_a_flow_that_cannot_be_read_is_told(page: FlowPage) -> None:
    FlowPage.objects.update(flow=[action("One", when={"op": "?"})])

    sentence, _lines = refusal("show_flow", page.pk)

    assert sentence.startswith("This is no condition")
