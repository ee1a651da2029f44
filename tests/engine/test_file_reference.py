"""A file reference says what a kept file is, and can only say what is fit to be believed."""

import copy
import re
from dataclasses import replace

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from cmsflows.engine.file_reference import (
    FileReference,
    belongs_to,
    clean_content_type,
    clean_name,
    is_key,
)
from tests.engine.values import TASK_ID

KEY = f"{TASK_ID}/{'f' * 32}"
FILE = FileReference(key=KEY, name="passport.jpg", size=5, content_type="image/jpeg")


class Upload(forms.Form):
    passport = forms.FileField()


class MayUpload(forms.Form):
    passport = forms.FileField(required=False)


def test_a_file_belongs_to_the_task_in_its_key():
    assert belongs_to(FILE, TASK_ID)
    assert not belongs_to(FILE, "f" * 32)
    assert not belongs_to(FILE, "")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        TASK_ID,
        f"/{KEY}",
        f"{KEY}/",
        f"{KEY}\n",
        f"../{KEY}",
        f"{TASK_ID}/../{TASK_ID}/{'f' * 32}",
        f"{TASK_ID}\\{'f' * 32}",
        f"{TASK_ID}/{'F' * 32}",
        f"{TASK_ID}/{'f' * 31}",
        f"{'.' * 32}/{'f' * 32}",
        f"{TASK_ID}/{'٣' * 32}",
        "/etc/passwd",
    ],
)
def test_no_other_key_is_one(key):
    """B27: no path leads out of the storage, and none to another's file in it."""
    assert not is_key(key)
    with pytest.raises(ValueError, match="no file has such a key"):
        replace(FILE, key=key)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "../a"}, "no file has such a name"),
        ({"name": ""}, "no file has such a name"),
        ({"name": "a" * 201}, "no file has such a name"),
        ({"size": -1}, "no file has such a size"),
        ({"size": True}, "no file has such a size"),
        ({"size": "5"}, "no file has such a size"),
        ({"content_type": "text/html\r\nX: y"}, "no file has such a type"),
        ({"content_type": "Image/JPEG"}, "no file has such a type"),
        ({"content_type": ""}, "no file has such a type"),
    ],
)
def test_what_was_not_cleaned_is_refused(changes, message):
    """B27"""
    with pytest.raises(ValueError, match=message):
        replace(FILE, **changes)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("passport.jpg", "passport.jpg"),
        ("Zoë's 猫 🐈.jpg", "Zoë's 猫 🐈.jpg"),
        ("C:\\Users\\zoe\\passport.jpg", "passport.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a/b/", "file"),
        ("", "file"),
        (".", "file"),
        ("..", "file"),
        (" \t\n", "file"),
        ("a\x00\x1b[2Jb\r\nSet-Cookie: x.jpg", "a[2Jb Set-Cookie: x.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("Screenshot\u202f9.41.png", "Screenshot 9.41.png"),
        ("\ud800.txt", ".txt"),
        ("a" * 300 + ".jpeg", "a" * 195 + ".jpeg"),
        ("a" * 300, "a" * 200),
        ("a." + "b" * 300, "a." + "b" * 198),
    ],
)
def test_a_name_is_made_fit_to_be_shown(name, clean):
    assert clean_name(name) == clean


@given(st.text(st.characters(), max_size=300))
def test_a_clean_name_is_clean(name):
    clean = clean_name(name)

    assert clean_name(clean) == clean
    assert 1 <= len(clean) <= 200
    assert clean.isprintable()
    assert not re.search(r"[/\\\x00-\x1f\x7f]", clean)


@pytest.mark.parametrize(
    ("content_type", "clean"),
    [
        ("image/jpeg", "image/jpeg"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("application/vnd.ms-excel", "application/vnd.ms-excel"),
        ("", "application/octet-stream"),
        ("image", "application/octet-stream"),
        ("a/b/c", "application/octet-stream"),
        ("a/<script>", "application/octet-stream"),
        (f"a/{'b' * 101}", "application/octet-stream"),
    ],
)
def test_a_content_type_is_one_or_unknown(content_type, clean):
    assert clean_content_type(content_type) == clean


def test_it_is_a_value():
    assert copy.deepcopy(FILE) == FILE
    assert {FILE: 1}[replace(FILE, url="/here/")] == 1


def test_templates_show_its_name():
    assert str(FILE) == "passport.jpg"


@pytest.mark.parametrize("form_class", [Upload, MayUpload])
def test_a_field_that_nobody_touches_keeps_the_file(form_class):
    form = form_class({}, {}, initial={"passport": FILE})

    assert form.is_valid()
    assert form.cleaned_data["passport"] is FILE
    assert not form.has_changed()


def test_a_field_can_be_cleared():
    form = MayUpload({"passport-clear": "on"}, {}, initial={"passport": FILE})

    assert form.is_valid()
    assert form.cleaned_data["passport"] is False


def test_a_field_that_cannot_be_changed_keeps_the_file():
    form = Upload({}, {}, initial={"passport": FILE})
    form.fields["passport"].disabled = True

    assert form.is_valid()
    assert form.cleaned_data["passport"] is FILE


def test_a_field_asks_for_no_file_when_there_is_one():
    assert "required" not in str(Upload(initial={"passport": FILE})["passport"])


def test_a_file_that_nobody_can_fetch_has_no_link():
    assert "<a" not in str(MayUpload(initial={"passport": FILE})["passport"])


def test_a_file_that_its_owner_can_fetch_has_a_link_and_can_be_cleared():
    shown = replace(FILE, name="<b>.jpg", url="/step/passport/")

    html = str(MayUpload(initial={"passport": shown})["passport"])

    assert '<a href="/step/passport/">&lt;b&gt;.jpg</a>' in html
    assert 'name="passport-clear"' in html
