"""What editors set for an upload: the kinds of files, how large, and how many."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from flow_blocks.answers.file_kinds import KINDS
from flow_blocks.answers.uploads import MEGABYTE

MOST_FILES = 20
LARGEST = 100
"""Megabytes."""


class Limits(TypedDict):
    """As `UploadField` takes them."""

    kinds: list[str]
    max_bytes: int
    max_files: int


def kinds_block() -> blocks.Block:
    return blocks.MultipleChoiceBlock(
        label=_("Kinds of files"),
        help_text=_("What a file is, is found out from the file itself, whatever its name says."),
        choices=_kinds,
        default=["image", "pdf"],
        widget=forms.CheckboxSelectMultiple,
    )


def megabytes_block() -> blocks.Block:
    return blocks.IntegerBlock(
        label=_("Largest size"),
        help_text=_("Of each file, in megabytes. A photo has 3 to 10."),
        default=10,
        min_value=1,
        max_value=LARGEST,
    )


def number_block() -> blocks.Block:
    return blocks.IntegerBlock(
        label=_("Most files"),
        help_text=_("How many files a visitor can choose."),
        default=1,
        min_value=1,
        max_value=MOST_FILES,
    )


def limits_of(options: Mapping[str, Any]) -> Limits:
    """What the three blocks hold, named `kinds`, `megabytes` and `most`. `Any`: see `Options`."""
    return {
        "kinds": list(options.get("kinds") or ()),
        "max_bytes": int(options.get("megabytes") or 0) * MEGABYTE,
        "max_files": int(options.get("most") or 1),
    }


def _kinds() -> list[tuple[str, str]]:
    return [(key, capfirst(str(kind.label))) for key, kind in KINDS.items()]
