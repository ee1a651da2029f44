"""Files of a task are kept, handed to that task alone, and deleted when they are done with."""

import logging
import os
import time
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from hypothesis import given, settings

from cmsflows.engine import files
from cmsflows.engine.codec import encode_state
from cmsflows.engine.file_reference import FileReference, belongs_to
from cmsflows.engine.file_storage import file_storage
from tests.engine.values import JSON, TASK_ID

OTHER = "f" * 32
HOUR = 60 * 60


class Unlisted(InMemoryStorage):
    """As storages are that know a file only by its name."""

    def listdir(self, path):
        raise NotImplementedError("This storage cannot list.")


class AlsoUnlisted(Unlisted):
    """What is said once in a process is said once of each kind."""


class Timeless(InMemoryStorage):
    def get_modified_time(self, name):
        raise NotImplementedError("This storage knows no times.")


class Renaming(InMemoryStorage):
    """As those are that never write over a file and name each by its content."""

    def get_available_name(self, name, max_length=None):
        return f"{name}-1"


class Broken(FileSystemStorage):
    def delete(self, name):
        raise RuntimeError("The network is down.")


def use(settings, kind: type[Storage], **options):
    backend = {"BACKEND": f"{kind.__module__}.{kind.__qualname__}", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "cmsflows": backend}


@pytest.fixture(params=[None, InMemoryStorage, FileSystemStorage])
def storage(request, settings, tmp_path):
    """Each kind of storage that Django has, and our own."""
    settings.FLOWS_FILE_DIRECTORY = tmp_path / "private"
    if request.param:
        use(settings, request.param, location=str(tmp_path / "stored"))
    return file_storage()


@pytest.fixture
def directory(settings, tmp_path):
    """Our own storage's directory."""
    settings.FLOWS_FILE_DIRECTORY = tmp_path / "private"
    return tmp_path / "private"


def upload(content=b"jpeg", name="passport.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, content, content_type)


def content(reference):
    with reference.open() as file:
        return file.read()


def age(directory: Path, task_id: str, seconds: float):
    """Let all that rests there have been made so long ago."""
    moment = time.time() - seconds
    for path in [*(directory / task_id).iterdir(), directory / task_id]:
        os.utime(path, (moment, moment))


def nobody(task_id):
    return False


def test_what_was_kept_can_be_read(storage):
    reference = files.keep(TASK_ID, upload())

    with reference.open() as file:
        assert file.read() == b"jpeg"
        assert (file.name, file.size) == ("passport.jpg", 4)
    with files.open_file(reference, task_id=TASK_ID) as file:
        assert b"".join(file.chunks()) == b"jpeg"


def test_the_reference_says_what_was_uploaded(storage):
    reference = files.keep(TASK_ID, upload(name="C:\\my passport.jpg", content_type="Image/JPEG"))

    assert reference == FileReference(
        key=reference.key, name="my passport.jpg", size=4, content_type="image/jpeg"
    )
    assert belongs_to(reference, TASK_ID)


def test_an_upload_without_words_is_kept(storage):
    uploaded = upload(b"", content_type=None)
    uploaded.name = None

    reference = files.keep(TASK_ID, uploaded)

    assert (reference.name, reference.size) == ("file", 0)
    assert reference.content_type == "application/octet-stream"
    assert content(reference) == b""


def test_a_large_upload_is_moved_and_private(directory):
    """Django puts what is larger than 2.5 MB into a temporary file."""
    uploaded = TemporaryUploadedFile("film.mp4", "video/mp4", 5, None)
    uploaded.write(b"moved")
    uploaded.seek(0)

    reference = files.keep(TASK_ID, uploaded)
    uploaded.close()

    assert content(reference) == b"moved"
    assert (directory / reference.key).stat().st_mode & 0o777 == 0o600


def test_two_uploads_of_one_name_are_two_files(storage):
    assert files.keep(TASK_ID, upload()) != files.keep(TASK_ID, upload())


@pytest.mark.parametrize("task_id", ["", ".", "..", "../../etc", f"{TASK_ID}/..", "A" * 32])
def test_nothing_is_kept_for_what_is_no_task(task_id, storage):
    with pytest.raises(ValueError, match="no file has such a key"):
        files.keep(task_id, upload())
    with pytest.raises(ValueError, match="is no task's id"):
        files.delete_all_of(task_id)


def test_a_storage_that_names_files_as_it_likes_is_of_no_use(settings):
    use(settings, Renaming)

    with pytest.raises(ValueError, match="named a file '.*-1' that was to be '.*'"):
        files.keep(TASK_ID, upload())

    assert storages["cmsflows"].listdir(TASK_ID) == ([], [])


def test_a_file_of_another_task_is_not_opened(storage):
    """B27: the same answer as for one that is gone."""
    reference = files.keep(OTHER, upload())

    with pytest.raises(FileNotFoundError):
        files.open_file(reference, task_id=TASK_ID)


def test_a_file_that_is_gone_is_not_found(storage):
    reference = files.keep(TASK_ID, upload())
    files.delete([reference.key], task_id=TASK_ID)

    with pytest.raises(FileNotFoundError):
        files.open_file(reference, task_id=TASK_ID)


def test_what_was_replaced_is_deleted(storage):
    """B35"""
    old, new = files.keep(TASK_ID, upload()), files.keep(TASK_ID, upload(b"new"))
    before = encode_state({"passport": old, "more": [new]}, task_id=TASK_ID)
    now = encode_state({"passport": new}, task_id=TASK_ID)

    files.delete(files.references_in(before) - files.references_in(now), task_id=TASK_ID)

    assert not storage.exists(old.key)
    assert content(new) == b"new"


def test_deleting_twice_is_no_matter(storage):
    reference = files.keep(TASK_ID, upload())

    files.delete([reference.key, reference.key], task_id=TASK_ID)
    files.delete([reference.key], task_id=TASK_ID)
    files.delete([f"{OTHER}/{'0' * 32}"], task_id=OTHER)

    assert not storage.exists(reference.key)


def test_a_file_of_another_task_is_not_deleted(storage, caplog):
    """B27: whatever a record says."""
    reference = files.keep(OTHER, upload())
    names = [reference.key, f"{TASK_ID}/../{reference.key}", OTHER, "", f"{TASK_ID}/"]

    with caplog.at_level(logging.WARNING, logger="cmsflows"):
        files.delete(names, task_id=TASK_ID)

    assert content(reference) == b"jpeg"
    assert sorted(caplog.messages) == sorted(
        f"Task {TASK_ID} cannot have {name!r} deleted: it is no file of its." for name in names
    )


def test_what_cannot_be_deleted_is_logged_and_stays(settings, tmp_path, caplog):
    use(settings, Broken, location=str(tmp_path))
    reference = files.keep(TASK_ID, upload())

    with caplog.at_level(logging.WARNING, logger="cmsflows"):
        files.delete([reference.key], task_id=TASK_ID)

    assert caplog.messages == [f"{reference.key} could not be deleted."]
    assert content(reference) == b"jpeg"


def test_a_task_that_ends_leaves_nothing(storage):
    """B10, B35"""
    files.keep(TASK_ID, upload())
    files.keep(TASK_ID, upload())
    other = files.keep(OTHER, upload())

    files.delete_all_of(TASK_ID)
    files.delete_all_of(TASK_ID)

    assert storage.listdir("") == ([OTHER], [])
    assert content(other) == b"jpeg"


def test_what_is_not_ours_stays_in_the_directory(directory):
    files.keep(TASK_ID, upload())
    (directory / TASK_ID / "README").touch()

    files.delete_all_of(TASK_ID)

    assert [path.name for path in (directory / TASK_ID).iterdir()] == ["README"]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"$": "file", "v": []},
        {"$": "file", "v": "x"},
        {"$": "file", "v": [5]},
        {"$": "file", "v": ["../../etc/passwd", "a", 1, "b/c"]},
        {"$": "dict", "v": {"$": "file", "v": [f"{TASK_ID}/{'0' * 32}", "a", 1, "b/c"]}},
    ],
)
def test_what_is_no_reference_is_found_in_no_json(data):
    """B27"""
    assert files.references_in({"a": [data]}) == frozenset()


@settings(deadline=None, max_examples=500)
@given(JSON)
def test_any_json_may_be_looked_through(data):
    """B27"""
    assert files.references_in(data) == {each.key for each in files.all_in(data)}


def test_references_are_found_wherever_they_stand(storage):
    one, two = files.keep(TASK_ID, upload()), files.keep(TASK_ID, upload())
    state = {"$x": [({"$": {one}},)], "two": two, "again": one}

    found = files.references_in({"visits": [{"changed": encode_state(state, task_id=TASK_ID)}]})

    assert found == {one.key, two.key}


def test_the_sweep_takes_the_files_of_tasks_that_are_gone(storage):
    gone, living = files.keep(TASK_ID, upload()), files.keep(OTHER, upload())

    swept = files.sweep(lambda task_id: task_id == OTHER, older_than=-1)

    assert swept == 1
    assert storage.listdir("") == ([OTHER], [])
    assert not storage.exists(gone.key)
    assert content(living) == b"jpeg"


def test_the_sweep_leaves_what_may_be_of_a_task_not_saved_yet(directory, settings):
    settings.FLOWS_TASK_IDLE_TIMEOUT = HOUR
    files.keep(TASK_ID, upload())
    files.keep(OTHER, upload())
    age(directory, TASK_ID, HOUR + 10)
    age(directory, OTHER, HOUR - 10)

    swept = files.sweep(nobody)

    assert swept == 1
    assert [path.name for path in directory.iterdir()] == [OTHER]


def test_one_young_file_saves_the_others_of_its_task(directory):
    old = files.keep(TASK_ID, upload())
    age(directory, TASK_ID, 2 * HOUR)
    files.keep(TASK_ID, upload())

    assert files.sweep(nobody, older_than=HOUR) == 0
    assert content(old) == b"jpeg"


def test_what_comes_in_while_it_is_swept_stays(directory):
    """A first form that is sent again makes a task of the same id."""
    old, new = files.keep(TASK_ID, upload()), []
    age(directory, TASK_ID, 2 * HOUR)

    def is_living(task_id):
        new.append(files.keep(TASK_ID, upload(b"new")))
        return False

    files.sweep(is_living, older_than=HOUR)

    assert not (directory / old.key).exists()
    assert content(new[0]) == b"new"


def test_directories_left_empty_are_swept_too(directory):
    reference = files.keep(TASK_ID, upload())
    files.delete([reference.key], task_id=TASK_ID)
    assert files.sweep(nobody, older_than=HOUR) == 0
    age(directory, TASK_ID, 2 * HOUR)

    assert files.sweep(nobody, older_than=HOUR) == 1
    assert list(directory.iterdir()) == []


def test_the_sweep_goes_in_batches(storage):
    for number in range(5):
        files.keep(f"{number:032x}", upload())

    counts = [files.sweep(nobody, batch=2, older_than=-1) for _round in range(4)]

    assert counts == [2, 2, 1, 0]


def test_living_tasks_use_up_no_batch(storage):
    """Else a batch full of them would keep the rest for ever."""
    for number in range(5):
        files.keep(f"{number:032x}", upload())

    assert files.sweep(lambda task_id: not task_id.endswith("4"), batch=1, older_than=-1) == 1


def test_what_else_the_storage_holds_is_left_alone(directory):
    """Somebody may name a storage that is used for other things."""
    files.keep(TASK_ID, upload())
    for name in ["images", "A" * 32, f"{TASK_ID}x"]:
        (directory / name).mkdir()
        (directory / name / "logo.png").touch()
    (directory / ("e" * 32)).touch()

    asked = []
    files.sweep(asked.append, older_than=-1)

    assert asked == [TASK_ID]
    assert len(list(directory.iterdir())) == 4


def test_an_empty_storage_is_swept_in_no_time(storage):
    assert files.sweep(nobody, older_than=-1) == 0


def test_the_sweep_stops_where_nobody_can_say_who_is_living(storage):
    """A store that is down must not cost anybody's files."""

    def is_living(task_id):
        raise ConnectionError("The store is down.")

    reference = files.keep(TASK_ID, upload())

    with pytest.raises(ConnectionError):
        files.sweep(is_living, older_than=-1)
    assert content(reference) == b"jpeg"


@pytest.mark.parametrize("kind", [Unlisted, Timeless])
def test_a_storage_that_cannot_list_says_so_once(kind, settings, caplog):
    use(settings, kind)
    reference = files.keep(TASK_ID, upload())

    with caplog.at_level(logging.WARNING, logger="cmsflows"):
        counts = [files.sweep(nobody, older_than=-1) for _round in range(2)]

    assert counts == [0, 0]
    assert caplog.messages == [
        f"{kind.__qualname__} cannot list its files, so those of tasks that are gone stay there. "
        "Name another storage as FLOWS_FILE_STORAGE, or have it delete what is old."
    ]
    assert content(reference) == b"jpeg"


def test_a_task_that_ends_is_no_failure_where_files_cannot_be_listed(settings):
    use(settings, AlsoUnlisted)
    reference = files.keep(TASK_ID, upload())

    files.delete_all_of(TASK_ID)

    assert content(reference) == b"jpeg"


def test_naive_times_are_compared_too(directory, settings):
    """With USE_TZ off, storages answer the clock on the wall."""
    settings.USE_TZ = False
    files.keep(TASK_ID, upload())
    age(directory, TASK_ID, 2 * HOUR)

    assert files.sweep(nobody, older_than=3 * HOUR) == 0
    assert files.sweep(nobody, older_than=HOUR) == 1
