"""Uploads rest where STORAGES says, or in a directory that nobody else can look into."""

import os
import stat
import tempfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from cmsflows.engine.file_storage import file_storage, private_directory
from cmsflows.exceptions import InsecureDirectoryError

NAME = "cmsflows-files"


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The system's directory for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_storage_that_the_site_names_is_used(settings):
    backend = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "uploads": backend}
    settings.FLOWS_FILE_STORAGE = "uploads"

    assert isinstance(file_storage(), InMemoryStorage)


def test_else_they_rest_among_temporary_files_under_the_users_number(temporary):
    file_storage().save("a/b", ContentFile(b"x"))

    directory = temporary / f"cmsflows-files-{os.geteuid()}"
    assert (directory / "a" / "b").read_bytes() == b"x"
    assert [mode(directory), mode(directory / "a")] == [0o700, 0o700]
    assert mode(directory / "a" / "b") == 0o600


def test_or_in_the_directory_that_the_site_names(settings, tmp_path):
    settings.FLOWS_FILE_DIRECTORY = tmp_path / "var" / "uploads"

    file_storage().save("a/b", ContentFile(b"x"))

    assert (tmp_path / "var" / "uploads" / "a" / "b").read_bytes() == b"x"
    assert mode(tmp_path / "var" / "uploads") == 0o700


def test_what_rests_there_has_no_url(temporary):
    with pytest.raises(ValueError, match="This file is private, it has no URL."):
        file_storage().url("a/b")


def test_a_directory_that_others_may_look_into_is_closed(tmp_path):
    directory = tmp_path / "uploads"
    directory.mkdir(mode=0o755)

    private_directory(str(directory), name=NAME)

    assert mode(directory) == 0o700


def test_a_directory_that_was_swept_away_is_made_again(temporary):
    private_directory("", name=NAME).rmdir()

    assert private_directory("", name=NAME).is_dir()


def test_a_link_is_not_followed(tmp_path):
    """Whoever may write in /tmp could lead uploads where they like."""
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "uploads"
    link.symlink_to("elsewhere")

    with pytest.raises(InsecureDirectoryError) as caught:
        private_directory(str(link), name=NAME)

    assert str(caught.value) == (
        f"{link} cannot be used: it is a link or a file. Name a directory that belongs to the user "
        "whom the site runs as, or remove this one."
    )


def test_a_file_is_no_directory(tmp_path):
    (tmp_path / "uploads").touch()

    with pytest.raises(InsecureDirectoryError, match="it is a link or a file"):
        private_directory(str(tmp_path / "uploads"), name=NAME)


def test_a_directory_of_somebody_else_is_refused(tmp_path, monkeypatch):
    """Who makes it first could read all that comes in. Here it is we who become another."""
    directory = private_directory(str(tmp_path / "uploads"), name=NAME)
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)

    with pytest.raises(InsecureDirectoryError) as caught:
        private_directory(str(directory), name=NAME)

    assert caught.value.reason == "it belongs to somebody else"
