"""A new block begins with files that run, and overwrites nothing."""

import re
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.core.management import CommandError, call_command

from cmsflows.management.new_block import NewBlock, with_import
from tests.testing.site import Site

CLASHES = ["action", "answer", "any", "mapping", "models", "tests", "flow_blocks"]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app of the site that is there for this command only."""
    config = apps.get_app_config("tests_shop")
    folder = tmp_path / "site" / "shop"
    folder.mkdir(parents=True)
    monkeypatch.setattr(config, "path", str(folder))
    monkeypatch.chdir(folder.parent)
    return folder


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("start_flow_block", *arguments)
    return str(caught.value)


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class TestWhatIsWritten:
    def test_it_is_a_module_a_template_and_tests(
        self, app: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("start_flow_block", "gift_message")

        written = everything(app)
        assert set(written) == {
            "flow_blocks/__init__.py",
            "flow_blocks/gift_message.py",
            "templates/flow_blocks/gift_message.html",
            "tests/__init__.py",
            "tests/test_gift_message.py",
        }
        assert "GiftMessage is in tests.shop.flow_blocks.gift_message." in capsys.readouterr().out

    def test_a_precondition_has_no_template(self, app: Path) -> None:
        call_command("start_flow_block", "office_hours", "--precondition")

        assert set(everything(app)) == {
            "flow_blocks/__init__.py",
            "flow_blocks/office_hours.py",
            "tests/__init__.py",
            "tests/test_office_hours.py",
        }

    def test_it_goes_beside_one_file_which_stays(self, app: Path) -> None:
        (app / "flow_blocks.py").write_text('"""The shop\'s own."""\n\nTITLE = "Ünique"\n')
        (app / "tests.py").write_text("")

        call_command("start_flow_block", "gift_message")
        call_command("start_flow_block", "card")

        assert {"gift_message.py", "test_gift_message.py"} <= set(everything(app))
        assert (app / "flow_blocks.py").read_text() == (
            '"""The shop\'s own."""\n\n'
            'TITLE = "Ünique"\n\n'
            "from tests.shop import card as card  # noqa: E402  # registers its block\n"
            "from tests.shop import gift_message as gift_message"
            "  # noqa: E402  # registers its block\n"
        )

    def test_a_package_that_is_there_gets_a_line(self, app: Path) -> None:
        init = app / "flow_blocks" / "__init__.py"
        init.parent.mkdir()
        init.write_text('"""Ours."""\n')

        call_command("start_flow_block", "gift_message", "--app", "tests.shop")

        assert init.read_text() == (
            '"""Ours."""\n\n'
            "from tests.shop.flow_blocks import gift_message as gift_message"
            "  # registers its block\n"
        )

    def test_the_template_says_what_it_is(self, app: Path) -> None:
        call_command("start_flow_block", "gift_message")

        assert everything(app)["templates/flow_blocks/gift_message.html"] == (
            "{# Gift message. Its variables are those of cmsflows/step.html, whose blocks it may "
            "fill anew. #}\n"
            '{% extends "cmsflows/step.html" %}\n\n'
            "{% block flow_form_fields %}\n  {{ block.super }}\n{% endblock %}\n"
        )


class TestRefusing:
    @pytest.mark.parametrize("name", ["", "Gift", "1st", "a-b", "../x", "é", "class", "scaffold"])
    def test_a_name_that_is_none(self, app: Path, name: str) -> None:
        assert refusal(name) == (
            f"{name!r} cannot be the name of a block. Use small letters, digits and underscores, "
            "with a letter first, such as gift_message, and no word of Python's own."
        )

    @pytest.mark.parametrize("name", CLASHES)
    def test_a_name_that_would_hide_something(self, app: Path, name: str) -> None:
        assert refusal(name) == (
            f"{name!r} would hide something of that name that a block needs. Choose another."
        )

    def test_a_key_that_is_taken(self, app: Path) -> None:
        assert refusal("log_in") == (
            "The action 'log_in' is there already: flow_blocks.actions.log_in.LogIn. "
            "Choose another name."
        )
        assert refusal("in_group", "--precondition") == (
            "The precondition 'in_group' is there already: "
            "flow_blocks.preconditions.in_group.InGroup. Choose another name."
        )

    def test_an_app_that_is_not_there(self, app: Path) -> None:
        assert refusal("gift_message", "--app", "shoop") == (
            "No app 'shoop' is in INSTALLED_APPS. Of this site's own there are: tests_shop."
        )

    def test_to_choose_among_apps(self, app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(apps.get_app_config("demo"), "path", str(app.parent / "demo"))

        assert refusal("gift_message") == "Say which app it goes into with --app: demo, tests_shop."

    def test_to_guess_where_there_is_no_app(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        assert refusal("gift_message") == "Say which app it goes into with --app: one of yours."

    @pytest.mark.parametrize(
        "there",
        [
            "flow_blocks/gift_message.py",
            "flow_blocks/gift_message/__init__.py",
            "templates/flow_blocks/gift_message.html",
            "tests/test_gift_message.py",
        ],
    )
    def test_to_write_over_anything(self, app: Path, there: str) -> None:
        path = app / there
        path.parent.mkdir(parents=True)
        path.write_text("Mine.")

        told = refusal("gift_message")

        named = f"shop/{there.removesuffix('/__init__.py')}"
        assert told == f"There is something already, which is left as it is: {named}."
        assert everything(app) == {there: "Mine."}

    def test_to_add_to_what_is_no_python(self, app: Path) -> None:
        (app / "flow_blocks.py").write_text("def")

        assert refusal("gift_message").startswith("shop/flow_blocks.py is no Python: ")
        assert everything(app) == {"flow_blocks.py": "def"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "from shop import x as x  # registers its block\n"),
        ("import os\n", "import os\n\nfrom shop import x as x  # registers its block\n"),
        ("A = 1\n", "A = 1\n\nfrom shop import x as x  # noqa: E402  # registers its block\n"),
    ],
)
def test_an_import_stands_at_the_end(text: str, expected: str) -> None:
    assert with_import(text, "shop.x") == expected


def test_what_is_called_how() -> None:
    class Shop(AppConfig):
        name = "shop"
        path = "/srv/shop"

    block = NewBlock("gift_message_2", Shop("shop", None))

    assert (block.class_name, block.title) == ("GiftMessage2", "Gift message 2")


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["nothing yet", "one file", "a package"])
def test_what_is_written_runs_and_is_clean(bakery: Site, shape: str) -> None:
    """In a site of somebody else's: its tests pass, and so do linter, formatter and types."""
    if shape == "one file":
        text = '"""The bakery\'s own."""\n\nNAME = "bakery"\n'
        bakery.write("bakery/flow_blocks.py", text)
        bakery.write("bakery/tests.py", "")
    if shape == "a package":
        bakery.write("bakery/flow_blocks/__init__.py", '"""The bakery\'s own."""\n')
    for arguments in (["gift_message"], ["is_hungry", "--precondition"]):
        done = bakery.manage("start_flow_block", *arguments)
        assert done.returncode == 0, done.stderr

    bakery.passes_its_tests()
    bakery.passes("-m", "ruff", "check", "--no-cache", "bakery")
    bakery.passes("-m", "ruff", "format", "--no-cache", "--check", "bakery")
    if shape == "nothing yet":  # types are the same everywhere, and take their time
        bakery.passes("-m", "mypy", "bakery")
    again = bakery.manage("start_flow_block", "gift_message")
    assert re.search(r"The action 'gift_message' is there already: bakery\.", again.stderr)
