"""The file store keeps what every store keeps, in a directory where nobody else can look."""

import os
import stat
import time

import pytest

from cmsflows.exceptions import StoreUnavailableError, UnreadableRecordError
from cmsflows.statestore.tmpfile_store import StateStore
from cmsflows.testing import SharedStoreContract
from cmsflows.testing.contract_records import ID

SETTING = "FLOWS_TMPFILE_STATE_STORE_DIRECTORY"


@pytest.fixture
def directory(settings, tmp_path):
    path = tmp_path / "tasks"
    settings.FLOWS_TMPFILE_STATE_STORE_DIRECTORY = str(path)
    return path


@pytest.fixture
def store(directory):
    return StateStore()


class TestTmpfileStore(SharedStoreContract):
    """B54"""

    path = "cmsflows.statestore.tmpfile_store"

    @pytest.fixture
    def store(self, store):
        return store

    @pytest.fixture(autouse=True)
    def _directory(self, directory):
        self.directory = directory

    def plant(self, store, text):
        file = self.directory / f"{ID}.task"
        modified = file.stat().st_mtime
        file.write_text(f"1\n{text}")
        os.utime(file, (modified, modified))


def test_nobody_else_can_look(store, directory):
    """Whatever the umask is."""
    before = os.umask(0)
    store.create(ID, {"n": 1}, lifetime=60)
    os.umask(before)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}

    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert modes == {0o600}


def test_the_directory_is_among_the_systems_own_unless_one_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    StateStore().create(ID, {}, lifetime=60)

    assert [path.name for path in tmp_path.iterdir()] == [f"cmsflows-{os.geteuid()}"]


def test_a_directory_of_somebody_else_is_refused(store, directory, monkeypatch):
    """They could have made it first, where everybody may."""
    directory.mkdir(mode=0o700)
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)

    with pytest.raises(StoreUnavailableError) as caught:
        store.create(ID, {}, lifetime=60)

    assert str(caught.value) == (
        f"The directory {directory} cannot be reached: it belongs to another user. {SETTING} names "
        "another; its mode must be 0700."
    )


def test_a_directory_that_others_may_look_into_is_refused(store, directory):
    directory.mkdir()
    directory.chmod(0o750)

    with pytest.raises(StoreUnavailableError) as caught:
        store.create(ID, {}, lifetime=60)

    assert str(caught.value) == (
        f"The directory {directory} cannot be reached: other users may look into it. {SETTING} "
        "names another; its mode must be 0700."
    )


def test_a_link_in_place_of_the_directory_is_refused(store, directory, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    directory.symlink_to(elsewhere)

    with pytest.raises(StoreUnavailableError):
        store.create(ID, {}, lifetime=60)

    assert list(elsewhere.iterdir()) == []


def test_a_file_in_place_of_the_directory_is_refused(store, directory):
    directory.write_text("")

    with pytest.raises(StoreUnavailableError):
        store.load(ID)


@pytest.mark.parametrize("kind", ["link", "pipe", "directory"])
def test_what_is_no_plain_file_is_never_followed_nor_waited_for(store, directory, tmp_path, kind):
    """B27"""
    store.create(ID, {"owner": "7"}, lifetime=60)
    other = tmp_path / "other.task"
    (directory / f"{ID}.task").rename(other)
    make = {"link": lambda path: path.symlink_to(other), "pipe": os.mkfifo, "directory": os.mkdir}
    make[kind](directory / f"{ID}.task")

    for refused in (
        lambda: store.load(ID),
        lambda: store.touch(ID, lifetime=600),
        lambda: store.create(ID, {}, lifetime=60),
        lambda: store.replace(ID, {}, version=1, lifetime=60),
    ):
        with pytest.raises(UnreadableRecordError) as caught:
            refused()
        assert str(caught.value) == f"{ID}.task is no plain file."

    assert store.find(owner="7") == []
    assert store.purge(batch=10) == 0
    assert other.stat().st_mtime < time.time() + 120


@pytest.mark.parametrize(
    "task_id", ["", ".", "..", "../x", "/etc/passwd", "a/b", "a\x00b", "a\n", "x" * 65, "🫖"]
)
def test_no_id_leads_out_of_the_directory(store, directory, task_id):
    for refused in (store.load, store.delete_state, lambda each: store.touch(each, lifetime=60)):
        with pytest.raises(ValueError, match="is no task's id") as caught:
            refused(task_id)
        assert str(caught.value) == (
            f"{task_id!r} is no task's id: letters, digits, '-' and '_' make one."
        )


@pytest.mark.parametrize("data", [b"", b"x", b"0\n{}", b"-1\n{}", b"1_0\n{}", b"1", b"1\n\xff"])
def test_a_file_of_somebody_else_is_refused(store, directory, data):
    """B27"""
    store.create(ID, {}, lifetime=60)
    file = directory / f"{ID}.task"
    file.write_bytes(data)
    os.utime(file, (time.time() + 60,) * 2)

    with pytest.raises(UnreadableRecordError):
        store.load(ID)


def test_touching_does_not_write_the_record(store, directory):
    store.create(ID, {}, lifetime=60)
    file = directory / f"{ID}.task"
    before = file.stat().st_ino

    store.touch(ID, lifetime=600)

    assert file.stat().st_ino == before


def test_what_was_never_finished_is_purged_once_it_is_old(store, directory):
    """Nor is it counted: it was never a task."""
    store.create(ID, {}, lifetime=60)
    fresh, old = directory / "1.new", directory / "2.new"
    fresh.touch()
    old.touch()
    os.utime(old, (time.time() - 4_000,) * 2)

    assert store.purge(batch=10) == 0

    assert fresh.exists()
    assert not old.exists()


def test_a_directory_that_is_gone_is_made_anew(store, directory):
    """Something cleans up where temporary files are."""
    store.create(ID, {}, lifetime=60)
    for path in directory.iterdir():
        path.unlink()
    directory.rmdir()

    assert store.load(ID) is None
    assert store.create(ID, {"n": 2}, lifetime=60) is True


def test_a_full_disk_is_said_and_leaves_the_record_as_it_was(store, directory, monkeypatch):
    store.create(ID, {"n": 1}, lifetime=60)

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.utime", full)
    with pytest.raises(StoreUnavailableError) as caught:
        store.replace(ID, {"n": 2}, version=1, lifetime=60)

    assert caught.value.reason == "No space left on device"
    assert store.load(ID).record == {"n": 1}
    assert not list(directory.glob("*.new"))
