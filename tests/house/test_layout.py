"""Where things stand in the repository."""

from tests.house.sources import ROOT


def test_the_demo_folder_is_no_package() -> None:
    """`site` is a module of Python itself; a package of that name could hide it."""
    assert not (ROOT / "site" / "__init__.py").exists()


def test_git_does_not_ignore_the_demo() -> None:
    """Templates for .gitignore list /site, where another tool builds its pages."""
    ignored = (ROOT / ".gitignore").read_text().split()

    assert not {"/site", "/site/", "site", "site/"} & set(ignored)


def test_tests_are_no_package() -> None:
    """Test files are imported one by one, so two folders may hold files of one name."""
    assert not list((ROOT / "tests").glob("__init__.py"))
