"""`manage.py start_flow_block gift_message`: the first lines of a block, its page and its tests."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.core.management.base import BaseCommand, CommandError
from django.core.management.utils import run_formatters

from cmsflows.management.new_block import NewBlock, trouble_with

OWN = frozenset({"cmsflows", "flow_blocks"})


class Command(BaseCommand):
    """Nothing that is there is overwritten; one file, which registers the block, gets a line."""

    help = (
        "Writes a new step for flows into an app of yours: a module, a template and tests that "
        "pass. With --precondition, something that guards steps."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="What pages know it by, for ever: gift_message, say.")
        parser.add_argument("--app", help="The label of the app that it goes into.")
        parser.add_argument(
            "--precondition", action="store_true", help="Guards steps, instead of being one."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        key, is_precondition = options["name"], options["precondition"]
        if trouble := trouble_with(key, is_precondition=is_precondition):
            raise CommandError(trouble)
        block = NewBlock(key, _app(options["app"]), is_precondition=is_precondition)
        written = self._write(block)
        new = [str(path) for path in written if path in block.files and path.suffix == ".py"]
        run_formatters(new)
        self.stdout.write(f"{block.class_name} is in {block.module}. Written:")
        for path in written:
            self.stdout.write(f"  {_shown(path)}")
        self.stdout.write(
            'Its tests need pytest-django, and pytest_plugins = ["cmsflows.testing.plugin"] in '
            "the conftest.py at the top of your tests."
        )

    def _write(self, block: NewBlock) -> list[Path]:
        """All of it, or nothing. Raises `CommandError`."""
        if block.in_the_way:
            names = ", ".join(map(_shown, block.in_the_way))
            raise CommandError(f"There is something already, which is left as it is: {names}.")
        try:
            registered = block.registered()
        except SyntaxError as error:
            where = _shown(block.registers)
            raise CommandError(f"{where} is no Python: {error}. Mend it first.") from error
        contents = {
            **dict.fromkeys(block.packages, ""),
            **block.files,
            block.registers: registered,
        }
        for path, text in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return list(contents)


def _app(label: str | None) -> AppConfig:
    """The app of this label or name; without one, the only app of the site's own.

    Raises `CommandError`.
    """
    labels = ", ".join(sorted(each.label for each in _own_apps()))
    if label is None:
        own = _own_apps()
        if len(own) == 1:
            return own[0]
        raise CommandError(f"Say which app it goes into with --app: {labels or 'one of yours'}.")
    for each in apps.get_app_configs():
        if label in (each.label, each.name):
            return each
    raise CommandError(
        f"No app {label!r} is in INSTALLED_APPS. Of this site's own there are: {labels or 'none'}."
    )


def _own_apps() -> list[AppConfig]:
    """Those whose files are below the directory in which the command was called."""
    here = Path.cwd()
    return [
        each
        for each in apps.get_app_configs()
        if each.name not in OWN
        and Path(each.path).is_relative_to(here)
        and "site-packages" not in Path(each.path).parts
    ]


def _shown(path: Path) -> str:
    """From here, where that is shorter."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
