"""Uploads rest in private, go when they are done with, and are handed to their owner only."""

import time

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from cmsflows import COMPLETE, Action, FileReference
from cmsflows.engine.file_storage import file_storage
from cmsflows.statestore.loading import default_store
from tests.fixtures.stores import chosen
from tests.journeys.records import record_of, task_id_of, task_of
from tests.journeys.test_committing import Item, Second, Thanks, flow

pytestmark = [pytest.mark.django_db, pytest.mark.every_store]


class ScanForm(forms.Form):
    scan = forms.FileField()
    note = forms.CharField(required=False)


class Scan(Action):
    """Keeps an upload in the state."""

    form_class = ScanForm
    provides = {"scan": FileReference}

    def form_valid(self, form):
        if form.cleaned_data["note"] == "crash":
            self.keep_file(form.cleaned_data["scan"])
            raise OSError("the disk is full")
        self.state["scan"] = self.keep_file(form.cleaned_data["scan"])
        return COMPLETE


class Glance(Action):
    """Looks at an upload, and keeps nothing of it."""

    form_class = ScanForm


def upload(text="a scan", name="passport.png"):
    return SimpleUploadedFile(name, text.encode(), "image/png")


def stored(task_id):
    """The texts of all files that are kept for a task."""
    storage = file_storage()
    try:
        names = storage.listdir(task_id)[1]
    except FileNotFoundError:
        return []
    return sorted(text_of(f"{task_id}/{name}") for name in names)


def text_of(key):
    with file_storage().open(key) as file:
        return file.read().decode()


@pytest.fixture
def visitor(enter, settings, tmp_path):
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    visitor = enter(flow(Item, Scan, Second, Thanks))
    visitor.submits(item="kettle")
    return visitor


def file_url(visitor):
    task = task_of(visitor)
    return f"/shop/flow/?_id={task.id}&_file={task.files[0]}"


def test_an_upload_is_kept_and_the_state_refers_to_it(visitor):
    visitor.submits(scan=upload())

    reference = task_of(visitor).state()["scan"]
    assert visitor.step == "second"
    assert (reference.name, reference.size, reference.content_type) == (
        "passport.png",
        6,
        "image/png",
    )
    assert stored(task_id_of(visitor)) == ["a scan"]


def test_its_owner_can_download_it(visitor):
    """B35"""
    visitor.submits(scan=upload())

    answer = visitor.client.get(file_url(visitor))

    assert b"".join(answer.streaming_content) == b"a scan"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="passport.png"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_nobody_else_can(visitor, enter):
    """B35"""
    visitor.submits(scan=upload())
    url = file_url(visitor)
    other = enter(flow(Item, Scan, Second, Thanks))
    other.submits(item="pot")
    other.submits(scan=upload("theirs"))
    theirs = task_of(other).id

    assert Client().get(url).status_code == 404
    assert other.client.get(url).status_code == 404
    assert other.client.get(url.replace(task_id_of(visitor), theirs, 1)).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "../../etc/passwd", "\x00", "0" * 32 + "/" + "0" * 32])
def test_what_is_no_file_of_the_task_is_not_found(visitor, key):
    """B32"""
    visitor.submits(scan=upload())

    answer = visitor.client.get("/shop/flow/", {"_id": task_id_of(visitor), "_file": key})

    assert answer.status_code == 404


def test_going_on_past_an_upload_again_keeps_it(visitor):
    """The field says what is there, and asks for nothing."""
    visitor.submits(scan=upload())
    visitor.goes_back()
    shown = visitor.text

    visitor.submits(note="changed")

    assert "passport.png" in shown
    assert visitor.step == "second"
    assert task_of(visitor).state()["scan"].name == "passport.png"
    assert stored(task_id_of(visitor)) == ["a scan"]


def test_an_upload_that_is_replaced_is_deleted(visitor):
    """B35"""
    visitor.submits(scan=upload())
    visitor.goes_back()

    visitor.submits(scan=upload("another scan", "other.png"))

    assert task_of(visitor).state()["scan"].name == "other.png"
    assert stored(task_id_of(visitor)) == ["another scan"]


def test_an_upload_outlives_changes_before_it(visitor):
    """B13: its step is asked again, and what was uploaded is still there."""
    visitor.submits(scan=upload())
    visitor.goes_back()
    visitor.goes_back()
    visitor.submits(item="pot")

    visitor.submits()

    assert visitor.step == "second"
    assert task_of(visitor).state()["item"] == "pot"
    assert stored(task_id_of(visitor)) == ["a scan"]


def test_a_cancelled_run_keeps_no_uploads(visitor):
    """B10, B35"""
    visitor.submits(scan=upload())

    visitor.submits(_cancel="1")

    assert stored(task_id_of(visitor)) == []


def test_the_end_keeps_no_uploads(visitor):
    visitor.submits(scan=upload())

    visitor.submits(item="red")
    visitor.submits()

    assert visitor.page.templates[0].name == "cmsflows/done.html"
    assert stored(task_id_of(visitor)) == []


def test_an_expired_run_keeps_no_uploads_once_it_is_swept(visitor, settings):
    """B35"""
    if chosen() == "memory":
        pytest.xfail("Who cleans up cannot tell what another process's memory holds.")
    settings.FLOWS_TASK_IDLE_TIMEOUT = 1
    visitor.submits(scan=upload())
    task_id = task_id_of(visitor)
    default_store().touch(task_id, lifetime=0.01)
    time.sleep(1.2)

    call_command("cleanupflows", verbosity=0)

    assert stored(task_id) == []


def test_a_sweep_spares_the_living(visitor, settings):
    visitor.submits(scan=upload())

    call_command("cleanupflows", verbosity=0)

    assert stored(task_id_of(visitor)) == ["a scan"]


def test_a_form_that_is_refused_keeps_no_upload(visitor):
    """B04"""
    before = record_of(visitor)

    visitor.client.post(visitor.url, {**visitor.form.hidden, "note": "x"})
    with pytest.raises(OSError, match="the disk is full"):
        visitor.submits(scan=upload(), note="crash")

    assert record_of(visitor) == before
    assert stored(task_id_of(visitor)) == []


def test_an_upload_that_no_action_keeps_is_not_asked_for_at_the_end(enter, settings, tmp_path):
    """B31: what was never kept cannot be validated again."""
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    visitor = enter(flow(Item, Glance, Thanks))
    visitor.submits(item="kettle")
    visitor.submits(scan=upload())

    visitor.submits()

    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_an_upload_may_come_with_the_first_form(enter, settings, tmp_path):
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    visitor = enter(flow(Scan, Thanks))
    tab = visitor.twin()

    visitor.submits(scan=upload())
    tab.submits(scan=upload())

    assert (visitor.step, tab.step) == ("thanks", "thanks")
    assert stored(task_id_of(visitor)) == ["a scan"]


class ManyFiles(forms.FileField):
    """Several files under one name; those that were kept stay."""

    class widget(forms.FileInput):  # read by Field under this name
        allow_multiple_selected = True

        def value_from_datadict(self, data, files, name):
            return files.getlist(name) if name in files else None

    def clean(self, data, initial=None):
        return [*(initial or ()), *(data or ())]


class Album(Action):
    """Keeps several uploads under one name."""

    class form_class(forms.Form):  # read by FormView under this name
        scans = ManyFiles(required=False)

    def form_valid(self, form):
        self.state["scans"] = [self.keep_file(each) for each in form.cleaned_data["scans"]]
        return COMPLETE


def test_several_uploads_under_one_name_are_kept_and_shown_again(enter, settings, tmp_path):
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    visitor = enter(flow(Item, Album, Thanks))
    visitor.submits(item="kettle")
    visitor.submits(scans=[upload("one", "1.png"), upload("two", "2.png")])
    visitor.goes_back()
    shown = [each.name for each in visitor.values["scans"]]

    visitor.submits(scans=[upload("three", "3.png")])

    assert shown == ["1.png", "2.png"]
    assert stored(task_id_of(visitor)) == ["one", "three", "two"]


def test_several_uploads_are_still_there_at_the_end(enter, settings, tmp_path):
    """B31"""
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    visitor = enter(flow(Item, Album, Thanks))
    visitor.submits(item="kettle")
    visitor.submits(scans=[upload("one", "1.png"), upload("two", "2.png")])

    visitor.submits()

    assert visitor.page.templates[0].name == "cmsflows/done.html"
